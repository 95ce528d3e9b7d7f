"""Attendance row by row: the file of the outside contract."""

from collections.abc import Iterator
from datetime import date
from itertools import batched
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _
from psycopg.types.datetime import TimestamptzLoader

from events.models import Attendance, Meeting, Mode, Rsvp
from events.queries.reports.report import CHUNK, OFFERS, TIMED, Answer, Asked, Column, Report
from kit.statements import put

# Meetings of a file that are read by one statement: few enough to be sorted in memory.
TOGETHER = 4
CHOSEN = """
SELECT m.id, m.slug, m.starts_at, m.timezone
FROM events_meeting m JOIN events_series s ON s.id = m.series_id
WHERE (%(meeting)s::bigint IS NULL OR m.id = %(meeting)s)
  AND (%(kind)s = '' OR s.kind = %(kind)s)
  AND (%(first)s::date IS NULL OR (m.starts_at AT TIME ZONE m.timezone)::date >= %(first)s)
  AND (%(last)s::date IS NULL OR (m.starts_at AT TIME ZONE m.timezone)::date <= %(last)s)
ORDER BY m.starts_at, m.id
"""
# One row per person with an answer or attendance; the full join keeps both kinds.
ROWS = put(
    """
WITH chosen AS (
    SELECT id, starts_at, ends_at FROM events_meeting WHERE id = ANY(%(meetings)s)
), {offers}, worth AS (
    SELECT meeting_id, bool_or(timed) AS timed,
           coalesce(sum(round(minutes::numeric / rate, 2)) FILTER (WHERE NOT timed), 0) AS plain
    FROM offers GROUP BY meeting_id
), answers AS (
    SELECT meeting_id, person_id, state, mode, host_id FROM events_rsvp
    WHERE meeting_id IN (SELECT id FROM chosen)
), seen AS (
    SELECT meeting_id, person_id, state, mode, host_id, arrived_at, left_at, method
    FROM events_attendance
    WHERE voided_at IS NULL AND meeting_id IN (SELECT id FROM chosen)
)
SELECT c.id, p.uid::text, p.name, coalesce(e.address, ''),
       coalesce(r.state, ''), coalesce(a.mode, r.mode), coalesce(h.name, ''),
       coalesce(a.state, ''), a.arrived_at, coalesce(a.method, ''),
       CASE WHEN w.meeting_id IS NULL OR coalesce(a.state, '') NOT IN ('present', 'late') THEN 0
            WHEN NOT w.timed THEN w.plain::float8
            ELSE (w.plain + (SELECT sum(round({timed} / o.rate, 2)) FROM offers o
                             WHERE o.meeting_id = c.id AND o.timed))::float8 END
FROM answers r
FULL JOIN seen a ON a.meeting_id = r.meeting_id AND a.person_id = r.person_id
JOIN chosen c ON c.id = coalesce(a.meeting_id, r.meeting_id)
JOIN members_person p ON p.id = coalesce(a.person_id, r.person_id)
LEFT JOIN worth w ON w.meeting_id = c.id
LEFT JOIN members_email e ON e.person_id = p.id AND e.for_letters
LEFT JOIN members_person h ON h.id = coalesce(a.host_id, r.host_id)
WHERE %(q)s = '' OR p.name ILIKE %(like)s
ORDER BY c.starts_at, c.id, p.sort_name, p.id
LIMIT %(count)s OFFSET %(start)s
""",
    offers=OFFERS,
    timed=TIMED,
)
COLUMNS = (
    Column("meeting", _("Meeting"), _("Address of the meeting's page."), "meeting"),
    Column("starts_at", _("Begins"), _("Beginning, in the zone of the meeting."), "moment"),
    Column("timezone", _("Zone"), _("IANA name of that zone."), "key"),
    Column("person_uid", _("Key"), _("Key of the person, the same in all files."), "key"),
    Column("name", _("Name"), _("Full name.")),
    Column("email", _("E-mail"), _("Address for letters.")),
    Column("answer", _("Answer"), _("going, waitlisted, offered, declined, cancelled; or none."),
           words=dict(Rsvp.State.choices)),
    Column("mode", _("How"), _("in_person or online."), words=dict(Mode.choices)),
    Column("host", _("Guest of"), _("Who brought the guest.")),
    Column("attendance", _("Attendance"), _("present, late, excused, absent; or not recorded."),
           words=dict(Attendance.State.choices)),
    Column("arrived_at", _("Arrived"), _("When they were checked in."), "moment"),
    Column("method", _("Checked in"), _("name, ticket, self, walk_in, paper, closing, import."),
           words=dict(Attendance.Method.choices)),
    Column("credits", _("Credits"), _("Creditable minutes in hours of 50 minutes."), "number"),
)  # fmt: skip


class Everybody(Report):
    """Every answer and attendance, oldest meeting first."""

    def answer(self, asked: Asked, *, start: int = 0, count: int | None = None) -> Answer:
        rows = attendance_rows(
            kind=asked.kind, first=asked.first, last=asked.last, q=asked.q, start=start, count=count
        )
        return Answer(self.columns, rows)


def attendance_rows(
    *,
    meeting: Meeting | None = None,
    kind: str = "",
    first: date | None = None,
    last: date | None = None,
    q: str = "",
    start: int = 0,
    count: int | None = None,
) -> Iterator[tuple]:
    """Rows as the export has them (times aware), fetched in chunks by a cursor of the server; a
    whole file some meetings at a time, so that it begins at once however long it is.

    `first` and `last` are days on the meetings' own wall clocks, both included; `kind` "" is any.
    """
    parameters: dict[str, Any] = {"q": q, "like": f"%{q}%", "start": start, "count": count}
    meetings = chosen(meeting=meeting, kind=kind, first=first, last=last)
    together = TOGETHER if count is None and not start else max(len(meetings), 1)
    for some in batched(meetings, together):
        with connection.chunked_cursor() as cursor:
            # psycopg's own loader: all instants are UTC here, and Django's sets that once more.
            cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
            cursor.execute(ROWS, parameters | {"meetings": list(some)})
            while rows := cursor.fetchmany(CHUNK):
                for pk, *row in rows:
                    yield (*meetings[pk], *row)


def chosen(
    *,
    meeting: Meeting | None = None,
    kind: str = "",
    first: date | None = None,
    last: date | None = None,
) -> dict[int, list[Any]]:
    """The meetings of a file by id, oldest first, each with address, beginning and zone."""
    parameters = {"meeting": meeting.pk if meeting else None, "kind": kind, "first": first}
    with connection.cursor() as cursor:
        cursor.execute(CHOSEN, parameters | {"last": last})
        return {pk: facts for pk, *facts in cursor.fetchall()}


EVERYBODY = Everybody(
    key="everybody",
    title=_("Everybody, row by row"),
    about=_("A row for each person of each meeting: answer, attendance, arrival."),
    columns=COLUMNS,
)
