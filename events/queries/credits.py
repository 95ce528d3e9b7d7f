"""Credits earned, from closed meetings and attendance alone; nothing is stored that could drift."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from events.models import Attendance, CreditKind, Meeting, Talk
from events.rules.credits import KEEP_YEARS, MINUTES, credits_of, earned
from kit.queries import value
from members.models import Person

HERE = (Attendance.State.PRESENT, Attendance.State.LATE)


@dataclass(frozen=True)
class Earned:
    """What one meeting was worth to somebody: minutes of one kind (None: plain credits)."""

    meeting: Meeting
    kind: CreditKind | None
    minutes: int
    mode: str

    @property
    def credits(self) -> float:
        """The same in credits."""
        return credits_of(self.minutes, self.kind.minutes_per_credit if self.kind else MINUTES)

    @property
    def day(self) -> date:
        """The day of the meeting where it took place."""
        return self.meeting.starts_at.astimezone(ZoneInfo(self.meeting.timezone)).date()


def offering() -> Q:
    """Meetings that are worth something."""
    talks = Talk.objects.filter(meeting=OuterRef("pk"), credit_minutes__gt=0)
    return Q(credits_minutes__gt=0) | Q(Exists(talks))


def timed_kinds(meeting: Meeting) -> QuerySet[CreditKind]:
    """Kinds of this meeting for which arrival and leaving count."""
    kinds = CreditKind.objects.filter(times_required=True)
    return kinds.filter(Q(meetings=meeting) | Q(talks__meeting=meeting))


def transcript(person: Person) -> list[Earned]:
    """Everything earned at closed meetings, newest first. Two queries."""
    closed = Meeting.objects.filter(offering(), state=Meeting.State.CLOSED)
    rows = Attendance.objects.filter(
        person=person, meeting__in=closed, state__in=HERE, voided_at__isnull=True
    )
    rows = rows.select_related("meeting__credit_kind", "meeting__venue")
    return earned_in(rows.order_by("-meeting__starts_at", "-id"))


def get_earned(meeting: Meeting, person: Person) -> list[Earned]:
    """What this meeting was worth to the person; Http404 where nothing, or not closed."""
    rows = Attendance.objects.filter(
        meeting=meeting, person=person, state__in=HERE, voided_at__isnull=True,
        meeting__state=Meeting.State.CLOSED,
    )  # fmt: skip
    found = earned_in(rows.select_related("meeting__credit_kind", "meeting__venue"))
    if not found:
        raise Http404
    return found


def earned_in(rows: Iterable[Attendance]) -> list[Earned]:
    """By meeting and kind, in the order of the rows; two queries beyond theirs."""
    rows = list(rows)
    talks = Talk.objects.filter(
        meeting__in={row.meeting_id for row in rows}, credit_minutes__gt=0
    ).select_related("credit_kind")
    by_meeting = defaultdict(list)
    for talk in talks:
        by_meeting[talk.meeting_id].append((talk.credit_kind, talk.credit_minutes))
    return [
        one for row in rows for one in _of_row(row, by_meeting[row.meeting_id]) if one.minutes
    ]  # fmt: skip


def _of_row(row: Attendance, talks: list[tuple[CreditKind | None, int]]) -> list[Earned]:
    meeting = row.meeting
    offered: dict[CreditKind | None, int] = defaultdict(int)
    for kind, minutes in ((meeting.credit_kind, meeting.credits_minutes), *talks):
        offered[kind] += minutes
    return [
        Earned(meeting, kind, _minutes(row, kind, minutes), row.mode)
        for kind, minutes in offered.items()
    ]


def _minutes(row: Attendance, kind: CreditKind | None, offered: int) -> int:
    return earned(
        offered, timed=bool(kind and kind.times_required), arrived_at=row.arrived_at,
        left_at=row.left_at, starts_at=row.meeting.starts_at, ends_at=row.meeting.ends_at,
    )  # fmt: skip


def kept(today: date) -> QuerySet[Attendance]:
    """Attendance whose credits must still be provable: a term of keeping waits for them."""
    since = today - relativedelta(years=value(KEEP_YEARS))
    worth = Meeting.objects.filter(offering(), starts_at__date__gte=since)
    return Attendance.objects.filter(meeting__in=worth, state__in=HERE, voided_at__isnull=True)


def untimed(meeting: Meeting) -> QuerySet[Attendance]:
    """Who is in and has no leaving time."""
    return Attendance.objects.filter(
        meeting=meeting, state__in=HERE, voided_at__isnull=True, left_at__isnull=True
    )


def totals(rows: Iterable[Earned]) -> list[tuple[int, str, float]]:
    """(year, kind's name, credits), newest year first."""
    found: dict[tuple[int, str], float] = defaultdict(float)
    for one in rows:
        found[one.day.year, one.kind.name if one.kind else ""] += one.credits
    return [(year, kind, round(sum_, 2)) for (year, kind), sum_ in sorted(found.items())][::-1]
