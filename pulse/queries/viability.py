"""How long the association may last at the pace of the last two years."""

from datetime import date

from kit.queries import value
from pulse.queries.crowd import Crowd
from pulse.rules import year_before
from pulse.rules.viability import FLOOR, Projection

YEARS = 2


def years_of(day: date) -> tuple[date, ...]:
    """Where the two years up to a day begin and end, the latest first."""
    return tuple(year_before(day, years) for years in range(YEARS + 1))


def projection(day: date, crowd: Crowd) -> Projection | None:
    """From who came and went in the two years to `day`, of a crowd known on `years_of(day)`. None
    where nobody was a member two years ago: too short a history."""
    today, ago, before = years_of(day)
    falls = first, fall = crowd.between(before, ago), crowd.between(ago, today)
    if not first.start:
        return None
    return Projection(
        members=len(fall.end),
        average=(len(first.start) / 2 + len(first.end) + len(fall.end) / 2) / YEARS,
        joined=sum(len(one.new | one.reinstated) for one in falls),
        left=sum(len(one.resigned | one.lapsed | one.other) for one in falls),
        months=12 * YEARS,
        floor=value(FLOOR),
    )
