"""When to meet: the times that are offered, and what may be proposed. No database, no clock."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SLOTS = 3
MINUTES = {"lunch": 60, "coffee": 45}
NOON, MORNING = time(12, 30), time(8, 30)
AHEAD = timedelta(days=60)
SATURDAY = 5
# Days on which "did you meet?" may be answered after the table was asked.
ANSWER_DAYS = 30


def suggested(today: date, zone: ZoneInfo) -> list[datetime]:
    """Three lunches on the next working days but tomorrow, as instants."""
    days = (today + timedelta(days=ahead) for ahead in range(2, 12))
    working = [day for day in days if day.weekday() < SATURDAY][:SLOTS]
    return [datetime.combine(day, NOON, zone) for day in working]


def of_week(monday: date, zone: ZoneInfo) -> list[datetime]:
    """The three times of a table of that week's round: Wednesday, Thursday, Friday."""
    plan = ((2, NOON), (3, MORNING), (4, NOON))
    return [datetime.combine(monday + timedelta(days=n), clock, zone) for n, clock in plan]


def can_be_proposed(times: Sequence[datetime], at: datetime) -> bool:
    """Three different instants to come within two months."""
    ahead = all(at < one <= at + AHEAD for one in times)
    return len(set(times)) == len(times) == SLOTS and ahead


def in_common(suits: Sequence[Sequence[int]]) -> int | None:
    """The first of the times that suits everybody; None while there is none."""
    common = set(range(SLOTS)).intersection(*map(set, suits)) if suits else set()
    return min(common, default=None)


def contact_day(agreed: date | None, today: date) -> date:
    """The day of the contact: the agreed one where that has come, else today."""
    return agreed if agreed is not None and agreed <= today else today
