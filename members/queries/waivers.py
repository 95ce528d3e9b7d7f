"""Times between jobs: how long they were, and which end soon."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from members.models import Basis, Membership, Person
from members.queries.lapses import unfollowed

NOTICE_DAYS = 30


def months_between(person: Person, last: Membership) -> int:
    """Months between jobs taken without a break up to and with the person's last period."""
    rows = Membership.objects.filter(
        person=person, voided_on__isnull=True, basis=Basis.BETWEEN_JOBS
    ).order_by("-period__startswith")
    months, wanted = 0, last.period.upper
    for row in rows:
        if row.period.upper != wanted:
            break
        months += _months(row.period.lower, row.period.upper)
        wanted = row.period.lower
    return months


def between_jobs_on(day: Any) -> QuerySet[Membership]:
    """Times between jobs of who has said so by a day (or an expression of one) and not ended it:
    the months without dues begin when those that are paid are over, being between jobs does not."""
    return Membership.objects.filter(
        basis=Basis.BETWEEN_JOBS, voided_on=None, recorded_on__lte=day, period__endswith__gt=day
    )


def between_ending(today: date) -> QuerySet[Membership]:
    """Times between jobs that end within thirty days, with nothing after them."""
    return unfollowed().filter(
        basis=Basis.BETWEEN_JOBS,
        period__endswith__gt=today,
        period__endswith__lte=today + timedelta(days=NOTICE_DAYS + 1),
    )


def _months(start: date, end: date) -> int:
    """Months begun from `start` to before `end`."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months + (end.day > start.day)
