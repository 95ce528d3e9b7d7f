"""What a year of meetings was for one person: from attendance and jobs done, never from answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, Sum

from events.models import Attendance, DutySignup
from members.models import Person

YEAR = timedelta(days=365)
HERE = (Attendance.State.PRESENT, Attendance.State.LATE)


@dataclass(frozen=True)
class Year:
    """Meetings attended, other people in the same rooms, creditable minutes, jobs done."""

    meetings: int
    met: int
    credit_minutes: int
    jobs: int


def year_of(person: Person, at: datetime) -> Year:
    """The 365 days before `at`; four queries."""
    here = Attendance.objects.filter(
        voided_at=None, state__in=HERE, meeting__starts_at__gt=at - YEAR, meeting__starts_at__lte=at
    )
    mine = here.filter(person=person)
    beside = here.filter(~Q(person=person), Exists(mine.filter(meeting_id=OuterRef("meeting_id"))))
    done = DutySignup.objects.filter(
        person=person, state__in=DutySignup.SERVING,
        duty__meeting__starts_at__gt=at - YEAR, duty__meeting__starts_at__lte=at,
    )  # fmt: skip
    return Year(
        mine.count(),
        beside.values("person").distinct().count(),
        mine.aggregate(sum=Sum("meeting__credits_minutes"))["sum"] or 0,
        done.count(),
    )
