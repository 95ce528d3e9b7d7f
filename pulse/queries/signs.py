"""All vital signs together."""

from dataclasses import replace
from datetime import date

from kit.queries import values
from pulse.queries import crowd, meetings, membership, service
from pulse.queries.sign import Sign
from pulse.rules import INDEX, RETURN_DAYS, SMALL, Waterfall, year_before


def signs(day: date, kind: str = "", year: Waterfall | None = None) -> list[Sign]:
    """All vital signs as at a day; those of meetings for one kind of them, or for all. `year` is
    who came and went in the twelve months before, where that is known already."""
    numbers = values(SMALL, INDEX, RETURN_DAYS)
    ago, small = year_before(day), numbers[SMALL.key]
    fall = year or crowd.between(ago, day)
    found = [
        *membership.signs(day, fall, threshold=numbers[INDEX.key], small=small),
        *meetings.signs(day, ago, fall.end, kind, return_days=numbers[RETURN_DAYS.key]),
        *service.signs(day),
    ]
    return [replace(sign, small=small) for sign in found]
