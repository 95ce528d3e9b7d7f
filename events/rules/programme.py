"""How far a month of the programme is, and which months of a year are empty."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

STEPS = (
    ("idea", _("Topic idea")),
    ("approached", _("Approached")),
    ("confirmed", _("Confirmed")),
    ("bio", _("Bio")),
    ("slides", _("Slides")),
)
MONTHS_AHEAD = 12


@dataclass(frozen=True)
class Standing:
    """What there is for one meeting."""

    topic: bool = False
    asked: bool = False
    confirmed: bool = False
    bio: bool = False
    slides: bool = False


@dataclass
class Month:
    """One month of the board; `first` is its first day."""

    first: date
    rows: list[Any] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Nothing takes place: no meeting, or only skipped ones."""
        return not any(row.takes_place for row in self.rows)


def steps_done(standing: Standing) -> int:
    """How many of STEPS are done, from the left: the first one open ends the count.

    A speaker who is confirmed makes idea and asking done, however it came about.
    """
    settled = standing.confirmed
    done = (
        standing.topic or standing.asked or settled, standing.asked or settled, settled,
        standing.bio, standing.slides,
    )  # fmt: skip
    return next((number for number, each in enumerate(done) if not each), len(done))


def months(today: date, rows: Iterable[tuple[date, Any]]) -> list[Month]:
    """Twelve months from the one of `today`, each with its rows (local day, row) in their order."""
    found = {}
    for ahead in range(MONTHS_AHEAD):
        number = today.year * 12 + today.month - 1 + ahead
        first = date(number // 12, number % 12 + 1, 1)
        found[first] = Month(first)
    for day, row in rows:
        if day.replace(day=1) in found:
            found[day.replace(day=1)].rows.append(row)
    return list(found.values())
