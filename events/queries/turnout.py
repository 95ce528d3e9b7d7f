"""Who came to closed meetings of a kind ("" = any) between two days, and who had said yes."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

SEEN = """
    SELECT DISTINCT a.person_id FROM events_attendance a
    JOIN events_meeting m ON m.id = a.meeting_id AND m.state = 'closed'
    JOIN events_series s ON s.id = m.series_id
    WHERE a.voided_at IS NULL AND a.state IN ('present', 'late')
      AND m.starts_at > %(first)s AND m.starts_at < %(last)s::date + 1
      AND (%(kind)s = '' OR s.kind = %(kind)s)
"""
PROMISED = """
    SELECT m.id, r.person_id, a.person_id IS NOT NULL
    FROM events_meeting m
    JOIN events_series s ON s.id = m.series_id
    LEFT JOIN events_rsvp r ON r.meeting_id = m.id AND r.state = 'going'
    LEFT JOIN events_attendance a ON a.meeting_id = m.id AND a.person_id = r.person_id
        AND a.voided_at IS NULL AND a.state IN ('present', 'late')
    WHERE m.state = 'closed' AND m.starts_at > %(first)s AND m.starts_at < %(last)s::date + 1
      AND (%(kind)s = '' OR s.kind = %(kind)s)
"""


@dataclass(frozen=True)
class Promised:
    """How many meetings were held, and (person's id, whether they came) for every yes."""

    meetings: int
    answers: list[tuple[int, bool]]


def seen(first: date, last: date, kind: str) -> frozenset[int]:
    """Ids of everybody who was there once at least."""
    return frozenset(pk for (pk,) in _asked(SEEN, first, last, kind))


def promised(first: date, last: date, kind: str) -> Promised:
    """Meetings and their yeses; meetings nobody said yes to count too."""
    rows = _asked(PROMISED, first, last, kind)
    answers = [(pk, came) for _meeting, pk, came in rows if pk is not None]
    return Promised(len({meeting for meeting, _pk, _came in rows}), answers)


def _asked(sql: str, first: date, last: date, kind: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"first": first, "last": last, "kind": kind})
        return cursor.fetchall()
