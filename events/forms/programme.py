"""What a programme chair types: a rhythm in words, a date, a topic, a name."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Meeting, Series
from events.rules.picked import compose, month_choices, picked, weekday_choices, which_choices
from kit.text import canonical_email, clean
from members.models import Person
from members.rules import folded_name, folded_words

KEEP = "keep"


class RhythmForm(forms.ModelForm):
    """A series whose rule is picked in words. A rule too special for words can be kept."""

    which = forms.ChoiceField(label=gettext_lazy("Which week"))
    weekday = forms.ChoiceField(label=gettext_lazy("Which day"), choices=weekday_choices)
    without = forms.MultipleChoiceField(
        label=gettext_lazy("Except in"), choices=month_choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = Series
        fields = (
            "name", "kind", "local_time", "duration_minutes", "timezone", "venue", "capacity",
            "guest_limit", "description",
        )  # fmt: skip
        widgets = {
            "local_time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "description": forms.Textarea(attrs={"rows": 3}),
        }

    field_order = ("name", "kind", "which", "weekday", "without")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        which: Any = self.fields["which"]
        rule = self.instance.rule
        words = picked(rule)
        which.choices = which_choices()
        if rule and words is None:
            which.choices = [(KEEP, _("as it is: %(rule)s") % {"rule": rule}), *which_choices()]
            self.initial["which"] = KEEP
        elif words is not None:
            self.initial.update(which=words.which, weekday=words.weekday)
            self.initial["without"] = [str(month) for month in sorted(words.without)]
        else:
            self.initial.setdefault("which", "second")
            self.initial.setdefault("weekday", "TU")

    def clean_duration_minutes(self) -> int:
        """Minutes that fit into a day."""
        minutes = self.cleaned_data["duration_minutes"]
        if not 5 <= minutes <= 1440:
            raise forms.ValidationError(_("A meeting lasts from 5 minutes to a day."))
        return minutes

    def clean_timezone(self) -> str:
        """A zone that exists."""
        return checked_zone(self.cleaned_data["timezone"])

    def clean(self) -> dict[str, Any]:
        """With `rule` as RFC 5545 writes it."""
        data = super().clean() or self.cleaned_data
        if data.get("which") == KEEP:
            data["rule"] = self.instance.rule
        elif data.get("which") and data.get("weekday"):
            without = {int(month) for month in data.get("without", [])}
            data["rule"] = compose(data["which"], data["weekday"], without)
            if not data["rule"]:
                self.add_error("without", _("Leave at least one month for the meetings."))
        return data

    def values(self) -> dict[str, Any]:
        """What `events.actions.series` takes."""
        return {name: self.cleaned_data[name] for name in (*self._meta.fields, "rule")}  # type: ignore[misc]


class TopicForm(forms.Form):
    """The topic of one meeting."""

    topic = forms.CharField(label=gettext_lazy("Topic"), max_length=300, required=False)


class NewDateForm(forms.Form):
    """Another day and time for one meeting, on its own wall clock."""

    starts = forms.DateTimeField(
        label=gettext_lazy("Day and time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )

    def clean_starts(self) -> datetime:
        """Naive: what the clock on the wall shows."""
        found = self.cleaned_data["starts"].replace(tzinfo=None)
        if not 1900 <= found.year <= 2999:
            raise forms.ValidationError(_("Choose a day between the years 1900 and 2999."))
        return found


class IdeaForm(forms.Form):
    """A topic a member would like to hear about."""

    title = forms.CharField(label=gettext_lazy("Topic"), max_length=200)
    about = forms.CharField(
        label=gettext_lazy("Why it would be good"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    speaker_hint = forms.CharField(
        label=gettext_lazy("Who could speak on it?"), max_length=200, required=False
    )


class PersonFields(forms.Form):
    """Somebody by name and address: one on file, or new. Gives `person` or None for a new one."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), max_length=254, required=False,
        help_text=gettext_lazy("Can be left out for somebody on file."),
    )  # fmt: skip

    def clean_name(self) -> str:
        """Without invisible marks; letters or digits must be left."""
        name = clean(self.cleaned_data["name"])
        if not folded_words(name):
            raise forms.ValidationError(_("Please write the name."))
        return name

    def clean(self) -> dict[str, Any]:
        """With `person`: who has this address, else the only one of this name."""
        data = super().clean() or self.cleaned_data
        data["person"] = None
        if not data.get("name") or "email" not in data:
            return data
        people = Person.objects.filter(merged_into=None, deceased_on=None)
        if data["email"]:
            address = canonical_email(data["email"])
            data["person"] = people.filter(emails__canonical=address).first()
            return data
        found = list(people.filter(sort_name=folded_name(data["name"]))[:2])
        if len(found) == 1:
            data["person"] = found[0]
        elif found:
            self.add_error("email", _("Several people are called so. Please add the address."))
        else:
            self.add_error("email", _("Nobody on file is called so. Please add the address."))
        return data


class BackupForm(PersonFields):
    """Somebody who would step in, and about what they could speak."""

    topic = forms.CharField(label=gettext_lazy("Could speak about"), max_length=200)


class AskForm(PersonFields):
    """Ask somebody to speak: on which dates, about what, and the personal words of the letter."""

    field_order = ("name", "email", "dates", "topic", "note")
    dates = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Dates to choose from"), queryset=Meeting.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Who chooses a date first has it."),
    )  # fmt: skip
    topic = forms.CharField(
        label=gettext_lazy("What you hope to hear about"), max_length=200, required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Your personal words"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Why them? Two sentences will do; the facts follow by themselves."),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes to speak"), min_value=5, max_value=480, initial=40
    )
    audience = forms.CharField(label=gettext_lazy("Who listens"), max_length=200, required=False)
    costs = forms.CharField(
        label=gettext_lazy("Costs we bear"), max_length=200, required=False,
        help_text=gettext_lazy("Travel, a fee, dinner. Empty says that we pay nothing."),
    )  # fmt: skip
    beside = forms.BooleanField(
        label=gettext_lazy("Speaks beside another speaker of the same evening"), required=False
    )

    def __init__(self, *args: Any, dates: QuerySet[Meeting], label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["dates"]
        field.queryset = dates
        field.label_from_instance = label


def checked_zone(name: str) -> str:
    """The name where it is an IANA zone; else a ValidationError that says what to write."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise forms.ValidationError(
            _("Write the zone as a city, such as Europe/Berlin or America/New_York.")
        ) from error
    return name
