"""The ladder of a plan, and holding one person's letters."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.forms import ToolForm, day_field
from kit.text import canonical_email, clean
from members.models import Person
from members.queries import lookup

BLANK = 2
MOST = 20
BEFORE, AFTER = "before", "after"
SIDES = [(BEFORE, _("before")), (AFTER, _("after"))]


def somebody(words: str) -> Person:
    """The one living person of this address or name. Raises ValidationError in words."""
    words = clean(words)
    alive = Person.objects.filter(deceased_on=None, merged_into=None)
    found: Any = alive.filter(emails__canonical=canonical_email(words)).first()
    named = [found] if found else list(lookup(words, limit=2))
    if len(named) != 1:
        problem = _("More than one person is called so. Give the e-mail address.")
        raise forms.ValidationError(problem if named else _("Nobody on file is called so."))
    return named[0]


class HoldForm(ToolForm):
    """Until when, and why; both may stay empty."""

    until = day_field(_("Letters go again from"), required=False)
    reason = forms.CharField(label=_("Reason, for the file"), max_length=300, required=False)


class SponsorForm(ToolForm):
    """Who brought somebody."""

    sponsor = forms.CharField(
        label=_("Who brought them"),
        help_text=_("E-mail address, or the whole name. Empty takes the name away."),
        max_length=254,
        required=False,
    )

    def clean_sponsor(self) -> Person | None:
        words = self.cleaned_data["sponsor"]
        return somebody(words) if words else None


class LadderForm(forms.Form):
    """Each letter of a ladder: how many days, before or after, and whether it goes out.

    A row without days is no letter. `who` is the person whose dates are shown.
    """

    who = forms.CharField(
        label=_("Show the dates for"),
        help_text=_("E-mail address, or the name; empty for who comes next."),
        max_length=254,
        required=False,
    )

    def __init__(self, data: Any = None, *, steps: Sequence[tuple[int, bool]] = ()) -> None:
        super().__init__(data)
        rows = [*steps, *[(None, True)] * BLANK]
        if data is not None:
            rows = [(None, True)] * min(_count(data), MOST)
        self.numbers = range(len(rows))
        for number, (days, is_on) in enumerate(rows):
            side = AFTER if days is None or days >= 0 else BEFORE
            self.fields |= {
                f"days-{number}": forms.IntegerField(
                    label=_("Days"), min_value=0, max_value=400, required=False,
                    initial=None if days is None else abs(days),
                ),
                f"side-{number}": forms.ChoiceField(
                    label=_("Before or after"), choices=SIDES, initial=side, required=False
                ),
                f"on-{number}": forms.BooleanField(
                    label=_("Goes out"), required=False, initial=is_on
                ),
            }  # fmt: skip

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The three fields of each letter, for the page."""
        return [(self[f"days-{n}"], self[f"side-{n}"], self[f"on-{n}"]) for n in self.numbers]

    def clean_who(self) -> Person | None:
        words = self.cleaned_data["who"]
        return somebody(words) if words else None

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        steps = self.steps()
        given = [n for n in self.numbers if found.get(f"days-{n}") is not None]
        if len(steps) < len(given):
            raise forms.ValidationError(_("Two letters stand on the same day. Change one of them."))
        return found

    def steps(self) -> dict[int, bool]:
        """Days from the last paid day -> goes out, as typed; ascending."""
        found: dict[int, bool] = {}
        for number in self.numbers:
            days = self.cleaned_data.get(f"days-{number}")
            if days is not None:
                sign = -1 if self.cleaned_data.get(f"side-{number}") == BEFORE else 1
                found[sign * days] = bool(self.cleaned_data.get(f"on-{number}"))
        return dict(sorted(found.items()))


def _count(data: Any) -> int:
    return sum(1 for key in data if key.startswith("days-") and key[5:].isdecimal())
