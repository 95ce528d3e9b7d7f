"""Forms of the organizers' desk. Times are typed on the wall clock of the meeting's zone."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.forms.programme import checked_zone
from events.models import Meeting, Mode, Rsvp, Series, Venue
from events.rules.answers import unique_names
from events.rules.recurrence import RuleInvalid, canonical, instant
from kit.admin.lookups import Picker
from kit.forms import ToolForm
from members.models import Person

CLOCK = "%Y-%m-%dT%H:%M"


class WallClock(forms.DateTimeField):
    """A date and time without a zone: what the clock on the wall shows."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=CLOCK)
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        """Naive; None where empty."""
        found = super().to_python(value)
        if found and not 1800 <= found.year <= 2999:
            raise forms.ValidationError(_("Choose a day between the years 1800 and 2999."))
        return found.replace(tzinfo=None) if found else None

    def prepare_value(self, value: Any) -> Any:
        """Shown as it is, not shifted into another zone."""
        return value


def on_the_wall(at: datetime | None, zone: str) -> datetime | None:
    """The naive wall time of an instant."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if at else None


def of_the_wall(local: datetime | None, zone: str) -> datetime | None:
    """The instant of a naive wall time."""
    return instant(local.date(), local.time(), zone) if local else None


class CancelForm(ToolForm):
    """Why it is called off."""

    reason = forms.CharField(
        label=gettext_lazy("Why, in a sentence for the letter"), max_length=300, required=False
    )


class MoveForm(ToolForm):
    """When and where it is now."""

    starts = WallClock(label=gettext_lazy("Starts, in the meeting's own time zone"))
    ends = WallClock(label=gettext_lazy("Ends"))
    venue = forms.ModelChoiceField(
        label=gettext_lazy("Place"), queryset=Venue.objects.all(), required=False
    )
    online_url = forms.URLField(
        label=gettext_lazy("Online link"), required=False, max_length=200, assume_scheme="https"
    )

    def __init__(self, data: Any = None, *, obj: Meeting) -> None:
        super().__init__(data, obj=obj)
        self.initial = {
            "starts": on_the_wall(obj.starts_at, obj.timezone),
            "ends": on_the_wall(obj.ends_at, obj.timezone),
            "venue": obj.venue_id,
            "online_url": obj.online_url,
        }

    def clean(self) -> dict[str, Any]:
        """With `starts_at` and `ends_at` as instants."""
        data = super().clean() or self.cleaned_data
        for name in ("starts", "ends"):
            data[f"{name}_at"] = of_the_wall(data.get(name), self.obj.timezone)
        return data


class CapacityForm(ToolForm):
    """How many seats there are."""

    mode = forms.ChoiceField(label=gettext_lazy("Way to come"), choices=Mode)
    capacity = forms.IntegerField(
        label=gettext_lazy("Seats; empty means no limit"), min_value=0, max_value=1_000_000,
        required=False,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, obj: Meeting) -> None:
        super().__init__(data, obj=obj)
        first = obj.seatings.first()
        if first:
            self.initial = {"mode": first.mode, "capacity": first.capacity}


class MergeVenueForm(ToolForm):
    """Which place stays."""

    winner = forms.ModelChoiceField(
        label=gettext_lazy("The place that stays"), queryset=Venue.objects.all()
    )

    def __init__(self, data: Any = None, *, obj: Venue) -> None:
        super().__init__(data, obj=obj)
        places: Any = self.fields["winner"]
        places.queryset = Venue.objects.exclude(pk=obj.pk).order_by("name")


class CountForm(ToolForm):
    """How many dates."""

    count = forms.IntegerField(
        label=gettext_lazy("How many dates"), min_value=1, max_value=24, initial=1
    )


class AnswerForm(ToolForm):
    """An answer somebody gave by phone or on paper."""

    person = forms.ModelChoiceField(label=gettext_lazy("Person"), queryset=Person.objects.all())
    answer = forms.ChoiceField(
        label=gettext_lazy("Answer"),
        choices=[(state.value, state.label) for state in (Rsvp.State.GOING, Rsvp.State.DECLINED)],
    )
    mode = forms.ChoiceField(label=gettext_lazy("Way to come"), choices=Mode)
    guests = forms.CharField(
        label=gettext_lazy("Guests, one name a line"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, obj: Meeting) -> None:
        super().__init__(data, obj=obj)
        field = Rsvp._meta.get_field("person")
        people: Any = self.fields["person"]
        people.widget = Picker(field, admin.site)
        people.widget.choices = people.choices

    def clean_guests(self) -> list[str]:
        """The names, each once."""
        return unique_names(self.cleaned_data["guests"].splitlines())


class SeriesForm(forms.ModelForm):
    """A rhythm; the rule is checked as RFC 5545 writes it."""

    class Meta:
        model = Series
        fields = "__all__"  # noqa: DJ007  the admin names them

    def clean_rule(self) -> str:
        """The rule in its one spelling."""
        try:
            return canonical(self.cleaned_data["rule"])
        except RuleInvalid as error:
            raise forms.ValidationError(str(error)) from error

    def clean_timezone(self) -> str:
        """A zone that exists."""
        return checked_zone(self.cleaned_data["timezone"])


class MeetingForm(forms.ModelForm):
    """Words and limits of a meeting; time and place have their own tool once it exists."""

    starts = WallClock(label=gettext_lazy("Starts, on the clock of the series"), required=False)
    answers_local = WallClock(
        label=gettext_lazy("Answers until, in the meeting's own time zone"), required=False
    )

    class Meta:
        model = Meeting
        fields = (
            "series", "title", "topic", "summary", "number", "guest_limit", "visibility",
            "contact", "credits_minutes", "credit_kind",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            local = on_the_wall(self.instance.answers_until, self.instance.timezone)
            self.initial["answers_local"] = local
        elif "starts" in self.fields:
            self.fields["starts"].required = True
            self.fields["title"].required = False
