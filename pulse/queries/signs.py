"""All vital signs together, or one of them."""

from collections.abc import Callable
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
    families = _families(day, kind, crowd or Crowd(*days_of(day)))
    return [sign for family in families.values() for sign in family()]


def find(key: str, day: date, kind: str = "") -> Sign | None:
    """The one sign of that key; only its like are counted with it. None where there is none."""
    for keys, family in _families(day, kind, Crowd(*days_of(day))).items():
        if key in keys:
            return next(sign for sign in family() if sign.key == key)
    return None


def _families(
    day: date, kind: str, crowd: Crowd
) -> dict[tuple[str, ...], Callable[[], list[Sign]]]:
    numbers = values(SMALL, INDEX, RETURN_DAYS)
    ago, small = year_before(day), numbers[SMALL.key]

    def told(found: list[Sign]) -> list[Sign]:
        return [replace(sign, small=small) for sign in found]

    return {
        membership.KEYS: lambda: told(
            membership.signs(day, crowd, threshold=numbers[INDEX.key], small=small)
        ),
        meetings.KEYS: lambda: told(
            meetings.signs(day, ago, crowd.on(day), kind, return_days=numbers[RETURN_DAYS.key])
        ),
        service.KEYS: lambda: told(service.signs(day)),
    }
