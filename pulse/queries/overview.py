"""All that the first page of the pulse says, and the papers made of it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from pulse.queries.crowd import Crowd
from pulse.queries.sign import Sign
from pulse.queries.signs import days_of, signs
from pulse.queries.viability import projection, years_of
from pulse.rules import Waterfall
from pulse.rules.viability import Projection

CELLS = {
    "start": _("Members at the start"), "new": _("New"), "reinstated": _("Came back"),
    "resigned": _("Resigned"), "lapsed": _("Lapsed"), "other": _("Died"),
    "end": _("Members at the end"),
}  # fmt: skip


@dataclass(frozen=True)
class Overview:
    """The signs as at a day, who came and went since `first`, and how long it may last."""

    day: date
    first: date
    signs: list[Sign]
    fall: Waterfall
    outlook: Projection | None

    @property
    def cells(self) -> list[tuple[str, str, int]]:
        """Key, words and number of each part of the waterfall, in the order they add up."""
        return cells(self.fall)


def cells(fall: Waterfall) -> list[tuple[str, str, int]]:
    """Key, words and number of each part of a waterfall, in the order they add up."""
    return [(key, str(words), len(getattr(fall, key))) for key, words in CELLS.items()]


def overview(day: date, first: date, kind: str = "") -> Overview:
    """As at `day`, compared with `first`, of one kind of meetings (all for "")."""
    crowd = Crowd(first, *days_of(day), *years_of(day))
    return Overview(
        day, first, signs(day, kind, crowd), crowd.between(first, day), projection(day, crowd)
    )
