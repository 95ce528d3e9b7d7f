"""Days and kinds of meetings, as the address names them (nonsense is as good as nothing); and the
words of an association that ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.functional import lazy
from django.utils.text import capfirst as capitalized
from django.utils.translation import gettext_lazy as _

from events.models import Series
from kit.forms import day_field
from pulse.models import Farewell
from pulse.rules import year_before

# In the reader's language, not in that of the process that loaded this.
capfirst = lazy(capitalized, str)


@dataclass(frozen=True)
class AsAt:
    """What a page of the pulse looks at: a day, the day before it to compare with, a kind."""

    day: date
    first: date
    kind: str

    @property
    def query(self) -> str:
        """The same as an address's end."""
        return f"on={self.day}&first={self.first}&kind={self.kind}"


def as_at(words: Mapping[str, str], today: date) -> AsAt:
    """Today, a year before and all meetings, unless the address says otherwise; never a day to
    come."""
    day = min(_day(words.get("on", "")) or today, today)
    first = _day(words.get("first", ""))
    if first is None or first >= day:
        first = year_before(day)
    kind = words.get("kind", "")
    return AsAt(day, first, kind if kind in Series.Kind.values else "")


def a_year(text: str, today: date) -> int:
    """The calendar year named, if it has begun; else the last whole one."""
    named = int(text) if text.isascii() and text.isdigit() and len(text) == len("2000") else 0
    return named if 1900 <= named <= today.year else today.year - 1


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return found if 1900 <= found.year < 2200 else None


class ClosingForm(forms.Form):
    """The last day of the association, and why. `sure` comes with the second step."""

    ends_on = day_field(_("Last day"))
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Everybody reads this in the letter. Say what led here, and thank them."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
    )


class FarewellForm(forms.Form):
    """What others may keep of me, and who; nothing is ticked before I tick it."""

    shows = forms.MultipleChoiceField(
        label=_("What they may keep of me"),
        help_text=_("Your name comes with it. Tick nothing, and you are in nobody's book."),
        choices=[(key, capfirst(label)) for key, label in Farewell.Shows.choices],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    audience = forms.ChoiceField(
        label=_("Who may keep it"),
        choices=[(key, capfirst(label)) for key, label in Farewell.Audience.choices],
        initial=Farewell.Audience.CHOSEN,
        widget=forms.RadioSelect,
    )
    to_successor = forms.BooleanField(
        label=_("If another association takes over, it may write to me"), required=False
    )

    @staticmethod
    def of(said: Farewell | None) -> dict[str, object]:
        """What was said before, as the form begins with it."""
        if said is None:
            return {}
        return {
            "shows": said.shows, "audience": said.audience, "to_successor": said.to_successor,
        }  # fmt: skip
