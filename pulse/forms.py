"""Days and kinds of meetings, as the address names them; nonsense is as good as nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from events.models import Series
from pulse.rules import year_before


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
