"""How long the association may last at the pace of the last two years."""

from datetime import date

from kit.queries import value
from pulse.queries import crowd
from pulse.rules import Waterfall, year_before
from pulse.rules.viability import FLOOR, Projection

YEARS = 2


def projection(day: date, fall: Waterfall) -> Projection | None:
    """From who came and went in the two years to `day`; `fall` is the second of them. None where
    nobody was a member two years ago: too short a history."""
    ago = year_before(day)
    first = crowd.between(year_before(ago), ago)
    if not first.start:
        return None
    falls = (first, fall)
    return Projection(
        members=len(fall.end),
        average=(len(first.start) / 2 + len(first.end) + len(fall.end) / 2) / YEARS,
        joined=sum(len(one.new | one.reinstated) for one in falls),
        left=sum(len(one.resigned | one.lapsed | one.other) for one in falls),
        months=12 * YEARS,
        floor=value(FLOOR),
    )
