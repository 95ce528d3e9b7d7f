"""What the next period of a plan would be, and what it costs: rolling and fixed years."""

from dataclasses import dataclass
from datetime import date

from members.rules.periods import add_months, next_period

FULL, MONTHS, FREE = "full", "months", "free"
# Between jobs: at most so long, in one go or in several.
MOST_MONTHS_BETWEEN = 12


class NotPossible(ValueError):
    """The act makes no sense for this person now; the text says why, in words for an officer."""


@dataclass(frozen=True)
class Terms:
    """A plan as the rules take it. `year_starts`: the month a fixed year begins in, else None."""

    dues_cents: int
    months: int | None
    year_starts: int | None = None
    first_year: str = FULL


@dataclass(frozen=True)
class Offer:
    """The half-open period that `cents` would buy; `part` of a year if it begins within one."""

    start: date
    end: date | None
    cents: int
    part: bool = False


def offer(
    terms: Terms,
    *,
    today: date,
    ends: date | None = None,
    grace_days: int = 0,
    anchor: int | None = None,
) -> Offer:
    """What dues received `today` buy; `ends` is the first day no longer paid, None if new."""
    start, end = next_period(
        today=today, months=terms.months, ends=ends, grace_days=grace_days, anchor=anchor
    )
    if terms.year_starts is None:
        return Offer(start, end, terms.dues_cents)
    return _in_fixed_year(terms, start, terms.year_starts)


def year_end(day: date, year_starts: int) -> date:
    """The first day of the next fixed year after `day`."""
    first = date(day.year, year_starts, 1)
    return first if first > day else date(day.year + 1, year_starts, 1)


def _in_fixed_year(terms: Terms, start: date, year_starts: int) -> Offer:
    end = year_end(start, year_starts)
    part = start != add_months(end, -12)
    if part and terms.first_year == FREE:
        return Offer(start, add_months(end, 12), terms.dues_cents, part=True)
    if part and terms.first_year == MONTHS:
        return Offer(start, end, share_of(terms.dues_cents, start, end), part=True)
    return Offer(start, end, terms.dues_cents, part)


def share_of(dues_cents: int, start: date, end: date) -> int:
    """A twelfth of the dues for each month begun in [start, end), rounded up to a cent."""
    begun = (end.year - start.year) * 12 + end.month - start.month
    return -(-dues_cents * begun // 12)
