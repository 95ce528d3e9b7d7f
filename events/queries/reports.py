"""Attendance as rows for a file, and as numbers per meeting."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, DateField, Exists, F, Func, OuterRef, Q, QuerySet

from events.models import Attendance, Meeting, Rsvp
from events.rules.door import show_rate

EXPORT = "events.export_attendance"
HERE = (Attendance.State.PRESENT, Attendance.State.LATE)
CHUNK = 2000

# One row per person with an answer or attendance; the full join keeps both kinds.
ROWS = """
WITH chosen AS (
    SELECT id, slug, starts_at, timezone, credits_minutes FROM events_meeting m
    WHERE (%(meeting)s::bigint IS NULL OR id = %(meeting)s)
      AND (%(first)s::date IS NULL OR (starts_at AT TIME ZONE timezone)::date >= %(first)s)
      AND (%(last)s::date IS NULL OR (starts_at AT TIME ZONE timezone)::date <= %(last)s)
), answers AS (
    SELECT meeting_id, person_id, state, mode, host_id FROM events_rsvp
    WHERE meeting_id IN (SELECT id FROM chosen)
), seen AS (
    SELECT meeting_id, person_id, state, mode, host_id, arrived_at, method FROM events_attendance
    WHERE voided_at IS NULL AND meeting_id IN (SELECT id FROM chosen)
)
SELECT c.slug, c.starts_at, c.timezone, p.uid::text, p.name, coalesce(e.address, ''),
       coalesce(r.state, ''), coalesce(a.mode, r.mode), coalesce(h.name, ''),
       coalesce(a.state, ''), a.arrived_at, coalesce(a.method, ''),
       CASE WHEN a.state IN ('present', 'late')
            THEN round(c.credits_minutes / 50.0, 2)::float8 ELSE 0 END
FROM answers r
FULL JOIN seen a ON a.meeting_id = r.meeting_id AND a.person_id = r.person_id
JOIN chosen c ON c.id = coalesce(a.meeting_id, r.meeting_id)
JOIN members_person p ON p.id = coalesce(a.person_id, r.person_id)
LEFT JOIN members_email e ON e.person_id = p.id AND e.for_letters
LEFT JOIN members_person h ON h.id = coalesce(a.host_id, r.host_id)
ORDER BY c.starts_at, c.id, p.sort_name, p.id
"""


class LocalDay(Func):
    """The date of a meeting on its own wall clock."""

    template = "(timezone(%(expressions)s))::date"
    output_field = DateField()

    def __init__(self, **extra: Any) -> None:
        super().__init__(F("timezone"), F("starts_at"), **extra)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One meeting in numbers: plain counts, `rate` in words."""

    meeting: Meeting
    going: int = 0
    attended: int = 0
    walk_ins: int = 0
    guests: int = 0
    first_timers: int = 0
    no_shows: int = 0
    excused: int = 0
    rate: str = ""


def attendance_rows(
    *, meeting: Meeting | None = None, first: date | None = None, last: date | None = None
) -> Iterator[tuple]:
    """Rows as the export has them (times aware), fetched in chunks by a cursor of the server.

    `first` and `last` are days on the meetings' own wall clocks, both included.
    """
    parameters = {"meeting": meeting.pk if meeting else None, "first": first, "last": last}
    with connection.chunked_cursor() as cursor:
        cursor.execute(ROWS, parameters)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows


def past_meetings(
    at: datetime, first: date | None, last: date | None, kind: str = ""
) -> QuerySet[Meeting]:
    """Meetings of a kind ("" = any) begun by `at` that took place, newest first."""
    found = Meeting.objects.filter(
        starts_at__lte=at, state__in=[Meeting.State.PUBLISHED, Meeting.State.CLOSED]
    ).alias(day=LocalDay())
    if kind:
        found = found.filter(series__kind=kind)
    if first:
        found = found.filter(day__gte=first)
    if last:
        found = found.filter(day__lte=last)
    return found.order_by("-starts_at", "-id")


def numbers(meetings: Iterable[Meeting]) -> list[Line]:
    """The numbers of these meetings, in their order; two queries."""
    meetings = list(meetings)
    ids = [meeting.pk for meeting in meetings]
    open_rows = Attendance.objects.filter(voided_at__isnull=True)
    came = open_rows.filter(meeting=OuterRef("meeting"), person=OuterRef("person"), state__in=HERE)
    yes = Q(state=Rsvp.State.GOING)
    answers = _by_meeting(
        Rsvp.objects.filter(meeting__in=ids).alias(came=Exists(came)),
        going=Count("id", filter=yes),
        came_=Count("id", filter=yes & Q(came=True)),
    )
    earlier = open_rows.filter(
        person=OuterRef("person"),
        state__in=HERE,
        meeting__starts_at__lt=OuterRef("meeting__starts_at"),
    )
    here = Q(state__in=HERE)
    seen = _by_meeting(
        open_rows.filter(meeting__in=ids).alias(known=Exists(earlier)),
        attended=Count("id", filter=here),
        walk_ins=Count("id", filter=here & Q(method=Attendance.Method.WALK_IN)),
        guests=Count("id", filter=here & Q(host__isnull=False)),
        first_timers=Count("id", filter=here & Q(known=False)),
        no_shows=Count("id", filter=Q(state=Attendance.State.ABSENT)),
        excused=Count("id", filter=Q(state=Attendance.State.EXCUSED)),
    )
    return [
        _line(meeting, answers.get(meeting.pk, {}), seen.get(meeting.pk, {}))
        for meeting in meetings
    ]


def _by_meeting(rows: QuerySet, **counts: Count) -> dict[int, dict[str, int]]:
    found = rows.order_by().values("meeting_id").annotate(**counts)
    return {row.pop("meeting_id"): row for row in found}


def _line(meeting: Meeting, answers: dict[str, int], seen: dict[str, int]) -> Line:
    going = answers.get("going", 0)
    rate = show_rate(answers.get("came_", 0), going) if seen.get("attended") else ""
    return Line(meeting=meeting, going=going, rate=rate, **seen)
