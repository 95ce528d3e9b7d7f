"""All vital signs together."""

from dataclasses import replace
from datetime import date

from kit.queries import values
from pulse.queries import meetings, membership, service
from pulse.queries.crowd import Crowd
from pulse.queries.sign import Sign
from pulse.rules import INDEX, RETURN_DAYS, SMALL, year_before


def days_of(day: date) -> tuple[date, ...]:
    """The days whose members the signs as at a day compare."""
    return day, year_before(day), year_before(day, 3)


def signs(day: date, kind: str = "", crowd: Crowd | None = None) -> list[Sign]:
    """All vital signs as at a day; those of meetings for one kind of them, or for all. `crowd`
    knows the members of `days_of(day)`, where they were read already."""
    numbers = values(SMALL, INDEX, RETURN_DAYS)
    ago, small = year_before(day), numbers[SMALL.key]
    crowd = crowd or Crowd(*days_of(day))
    found = [
        *membership.signs(day, crowd, threshold=numbers[INDEX.key], small=small),
        *meetings.signs(day, ago, crowd.on(day), kind, return_days=numbers[RETURN_DAYS.key]),
        *service.signs(day),
    ]
    return [replace(sign, small=small) for sign in found]
