"""What an election asks of those who run it, stand in it and vote in it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kit.forms import day_field
from kit.text import clean, fold
from members.models import Person
from members.queries import search
from outbox.queries import zone
from roles.models import Election, Nomination, Role, Seat
from roles.queries.elections import UNDER_WAY, Contest

FOUND = 20
WORDS = gettext_lazy("A few words to the voters")


class BeginForm(forms.Form):
    """Which seats, from when, until when somebody can be nominated, and how votes count."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    seats = forms.ModelMultipleChoiceField(
        Seat.objects.none(), label=gettext_lazy("Seats"), widget=forms.CheckboxSelectMultiple
    )
    starts_on = day_field(gettext_lazy("First day of the terms"))
    nominations_until = day_field(gettext_lazy("Last day of nominations"))
    method = forms.ChoiceField(
        label=gettext_lazy("How many crosses"), choices=Election.Method,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, today: date, seat: str = "") -> None:
        first = {
            "nominations_until": today + timedelta(days=21), "method": Election.Method.PLURALITY,
            "starts_on": today + timedelta(days=60), "seats": [seat] if seat.isdecimal() else [],
        }  # fmt: skip
        super().__init__(data, initial=first)
        seats: Any = self.fields["seats"]
        busy = Election.objects.filter(state__in=UNDER_WAY).values("seats")
        seats.queryset = (
            Seat.objects.filter(abolished_on=None, role__size=Role.Size.TERM)
            .exclude(pk__in=busy)
            .select_related("role")
        )


class MemberField(forms.CharField):
    """A typed name; its value is the one member it fits whom members may see, None where empty."""

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)
        self.today = today

    def clean(self, value: Any) -> Person | None:
        """The member; ValidationError where nobody or several fit."""
        text = fold(clean(super().clean(value)))
        if not text:
            return None
        rows = search([f" {word}" for word in text.split()[:6]], day=self.today)
        found = [row for row in rows[:FOUND] if all(w in fold(row.name) for w in text.split())]
        exact = [row for row in found if fold(row.name) == text]
        chosen = exact if len(exact) == 1 else found
        if len(chosen) == 1:
            return chosen[0]
        if found:
            raise forms.ValidationError(_("Several people fit. Please write the whole name."))
        raise forms.ValidationError(_("Nobody is called so."))


class NominateForm(forms.Form):
    """Who for which post; oneself where no name is written."""

    role = forms.ModelChoiceField(Role.objects.none(), label=gettext_lazy("For"), empty_label=None)
    statement = forms.CharField(
        label=WORDS, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("If you stand yourself. Whom you nominate writes their own."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, election: Election, today: date) -> None:
        super().__init__(data)
        roles: Any = self.fields["role"]
        roles.queryset = Role.objects.filter(seats__elections=election).distinct()
        self.fields["person"] = MemberField(
            today=today, label=gettext_lazy("Who"), required=False,
            help_text=gettext_lazy("Leave it empty to stand yourself."),
        )  # fmt: skip
        self.order_fields(["role", "person", "statement"])


class AnswerForm(forms.Form):
    """Yes with a few words, or no."""

    stands = forms.TypedChoiceField(
        label=gettext_lazy("Do you stand?"), widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("Yes, I stand")), ("no", gettext_lazy("No"))],
        coerce=lambda value: value == "yes",
    )  # fmt: skip
    statement = forms.CharField(
        label=WORDS, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, data: Any = None, *, row: Nomination) -> None:
        first = {"stands": {"accepted": "yes", "declined": "no"}.get(row.state)}
        super().__init__(data, initial=first | {"statement": row.statement})


class ProlongForm(forms.Form):
    """Until when nominations run."""

    until = day_field(gettext_lazy("Last day of nominations"))


class StopForm(forms.Form):
    """Why an election is called off."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300)


class OpenForm(forms.Form):
    """Whose vote counts, and when the ballot ends."""

    record_on = day_field(
        gettext_lazy("Record date"),
        help_text=gettext_lazy("Who had a vote on that day has one here."),
    )
    closes_at = forms.DateTimeField(
        label=gettext_lazy("The ballot ends"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        ends = datetime.combine(today + timedelta(days=14), datetime.min.time())
        super().__init__(data, initial={"record_on": today, "closes_at": ends.replace(hour=20)})

    def clean_closes_at(self) -> datetime:
        """An instant, from what the clock on the association's wall shows."""
        found = self.cleaned_data["closes_at"].replace(tzinfo=None)
        if not 1900 <= found.year <= 2999:
            raise forms.ValidationError(_("Choose a day between the years 1900 and 2999."))
        return found.replace(tzinfo=zone())


class VoteForm(forms.Form):
    """A box to cross for everybody who stands, by post; crossing nobody is an abstention."""

    def __init__(self, data: Any = None, *, contests: Sequence[Contest]) -> None:
        super().__init__(data)
        for row in contests:
            if not row.candidates:
                continue
            choices = [(one.pk, one.person.name) for one in row.candidates]
            self.fields[f"role_{row.role.pk}"] = forms.TypedMultipleChoiceField(
                label=row.role.title, choices=choices, coerce=int, required=False,
                widget=forms.CheckboxSelectMultiple, help_text=self._most(row.crosses),
            )  # fmt: skip
            self.fields[f"role_{row.role.pk}"].most = row.crosses  # type: ignore[attr-defined]

    @staticmethod
    def _most(number: int) -> str:
        return ngettext("At most %(number)d cross.", "At most %(number)d crosses.", number) % {
            "number": number
        }

    def clean(self) -> dict[str, Any]:
        """With all `choices` in one list; too many crosses are said at their post."""
        data = super().clean() or {}
        for name, box in self.fields.items():
            most = getattr(box, "most", 0)
            if len(data.get(name, [])) > most:
                self.add_error(name, self._most(most))
        return data

    def choices(self) -> list[int]:
        """What `votes.vote` takes."""
        return [one for name in self.fields for one in self.cleaned_data.get(name, [])]
