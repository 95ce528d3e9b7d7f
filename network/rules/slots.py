"""When to meet: the times that are offered, and what may be proposed. No database, no clock."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from kit.rules import knob

EVERY = knob("network.coffee_weeks", 1, _("A round of coffee every so many weeks; 0 for none"))
SIZE = knob("network.coffee_size", 3, _("How many sit at one table of a round, from 2 to 4"))

SLOTS = 3
MINUTES = {"lunch": 60, "coffee": 45}
NOON, MORNING = time(12, 30), time(8, 30)
AHEAD = timedelta(days=60)
SATURDAY = 5
FIRST_MONDAY = date(2000, 1, 3)
OPENS = time(9)
# Silence: nothing said about times, nor whether one met. So many in a row end it for now.
SILENCES = 3
SILENT_AFTER = timedelta(days=7)
# Who sat together longer ago than this is new to each other again.
REMEMBERED = timedelta(weeks=104)
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


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def week_number(monday: date) -> int:
    """Weeks since one Monday for all, so that the same people stay in step."""
    return (monday - FIRST_MONDAY).days // 7


def round_of(local: datetime, every: int) -> date | None:
    """The Monday of the round to be held now; from Monday at nine until Tuesday night, else None.

    `local` is on the association's clock; `every` so many weeks there is one, 0 for never.
    """
    monday = monday_of(local.date())
    begun = local.weekday() == 1 or (local.weekday() == 0 and local.time() >= OPENS)
    due = every > 0 and week_number(monday) % every == 0
    return monday if begun and due else None


def rhythms_due(monday: date) -> list[int]:
    """The rhythms, in weeks, whose turn it is: every week, every second, every fourth."""
    return [weeks for weeks in (1, 2, 4) if week_number(monday) % weeks == 0]


def next_round(today: date, rhythm: int, every: int) -> date | None:
    """The next Monday after today on which somebody of this rhythm is in a round."""
    monday = monday_of(today) + timedelta(days=7)
    for ahead in range(52):
        found = monday + timedelta(days=7 * ahead)
        number = week_number(found)
        if every > 0 and number % every == 0 and number % rhythm == 0:
            return found
    return None
