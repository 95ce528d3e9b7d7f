"""What a report is: its columns, each with what it means, and rows for what was asked."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.db import connection
from django.utils.functional import Promise

from events.rules.wishes import LATE_HOURS
from kit.queries import value
from kit.statements import put

EXPORT = "events.export_attendance"
CHUNK = 2000


# What the meetings chosen are worth, by kind; and the minutes of one row of attendance (a) of a
# kind (o) for which arrival and leaving count, at one meeting (c): as `rules.credits.earned`.
OFFERS = """offers AS (
    SELECT o.meeting_id, coalesce(k.name, '') AS kind, coalesce(k.minutes_per_credit, 50) AS rate,
           coalesce(k.times_required, FALSE) AS timed, sum(o.minutes) AS minutes
    FROM (
        SELECT m.id AS meeting_id, m.credit_kind_id AS kind_id, m.credits_minutes AS minutes
        FROM events_meeting m JOIN chosen c ON c.id = m.id
        UNION ALL
        SELECT t.meeting_id, t.credit_kind_id, t.credit_minutes
        FROM events_talk t JOIN chosen c ON c.id = t.meeting_id
    ) o LEFT JOIN events_creditkind k ON k.id = o.kind_id
    WHERE o.minutes > 0 GROUP BY o.meeting_id, k.id
)"""
TIMED = """
CASE WHEN a.left_at IS NULL OR a.arrived_at IS NULL THEN 0 ELSE least(o.minutes, greatest(0, floor(
    extract(epoch FROM least(a.left_at, c.ends_at) - greatest(a.arrived_at, c.starts_at)) / 60)))
END
"""
# Shared by the statements: meetings asked for that took place; who was there; what was answered.
CHOSEN = put(
    """
WITH chosen AS (
    SELECT m.id, m.slug AS meeting, m.starts_at, m.ends_at, m.state, m.timezone, m.answers_until,
           m.starts_at AT TIME ZONE m.timezone AS wall,
           coalesce(nullif(m.topic, ''), m.title) AS topic
    FROM events_meeting m JOIN events_series s ON s.id = m.series_id
    WHERE m.state IN ('published', 'closed') AND m.starts_at <= %(at)s AND s.kind = %(kind)s
      AND (%(first)s::date IS NULL OR (m.starts_at AT TIME ZONE m.timezone)::date >= %(first)s)
      AND (%(last)s::date IS NULL OR (m.starts_at AT TIME ZONE m.timezone)::date <= %(last)s)
), seen AS (
    SELECT a.meeting_id, a.person_id, a.host_id, a.state, a.method, a.arrived_at, a.left_at,
           a.state IN ('present', 'late') AS here
    FROM events_attendance a JOIN chosen c ON c.id = a.meeting_id WHERE a.voided_at IS NULL
), said AS (
    SELECT r.meeting_id, r.person_id, r.host_id, r.state, r.answered_at,
           r.state = 'cancelled' AND r.answered_at >= least(
               coalesce(c.answers_until, c.starts_at), c.starts_at - %(late)s) AS late
    FROM events_rsvp r JOIN chosen c ON c.id = r.meeting_id
), firsts AS (
    SELECT DISTINCT ON (a.person_id) a.person_id, a.meeting_id
    FROM events_attendance a JOIN events_meeting m ON m.id = a.meeting_id
    WHERE a.voided_at IS NULL AND a.state IN ('present', 'late')
    ORDER BY a.person_id, m.starts_at, m.id
), {offers}
""",
    offers=OFFERS,
)
Kind = Literal["text", "number", "day", "moment", "mark", "key", "topic", "meeting", "certificate"]


@dataclass(frozen=True)
class Column:
    """One column: its name in files, its words on the page, what it means, and what is in it.

    `key` stands in files alone; `meeting` holds a meeting's slug and leads to its page, and so
    does `topic` by the column `meeting`; `moment` is an instant, told in the zone that the column
    `timezone` names; `certificate` is a number that leads to the paper. `words` say on
    the page what a word in files means.
    """

    name: str
    label: str | Promise
    about: str | Promise
    kind: Kind = "text"
    words: Mapping[str, str | Promise] = field(default_factory=dict)

    @property
    def is_number(self) -> bool:
        """Whether its values stand flush right."""
        return self.kind in ("number", "certificate")


@dataclass(frozen=True)
class Chart:
    """What is drawn above the rows: one label and the numbers of some columns."""

    title: str | Promise
    label: str
    units: tuple[str, ...]
    lines: bool = False


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a report is asked: meetings of a kind, begun by `at`, between two days of their own
    wall clocks (both included, None = open); people or topics with `q` in their name."""

    kind: str
    at: datetime
    first: date | None = None
    last: date | None = None
    q: str = ""


@dataclass(frozen=True)
class Answer:
    """What was asked for: the columns, and rows with a value for each, fetched in chunks."""

    columns: Sequence[Column]
    rows: Iterator[tuple]


@dataclass(frozen=True, kw_only=True)
class Report(ABC):
    """A question with a stable address. `searched` names the column that `q` looks into."""

    key: str
    title: str | Promise
    about: str | Promise
    columns: Sequence[Column] = ()
    chart: Chart | None = None
    searched: str = "name"

    @abstractmethod
    def answer(self, asked: Asked, *, start: int = 0, count: int | None = None) -> Answer:
        """The rows from `start`, at most `count`, never all at once, and their columns."""


@dataclass(frozen=True, kw_only=True)
class Statement(Report):
    """A report that is one statement after `CHOSEN`; `order` may use any of its columns."""

    sql: str
    order: str

    def answer(self, asked: Asked, *, start: int = 0, count: int | None = None) -> Answer:
        names = ", ".join(column.name for column in self.columns)
        parts = (
            CHOSEN, "SELECT", names, "FROM (", self.sql, ") AS answer",
            "WHERE (%(q)s = '' OR", self.searched, "ILIKE %(like)s)",
            "ORDER BY", self.order, "LIMIT %(count)s OFFSET %(start)s",
        )  # fmt: skip
        return Answer(self.columns, fetched(" ".join(parts), asked, start=start, count=count))


def fetched(statement: str, asked: Asked, **more: Any) -> Iterator[tuple]:
    """The rows of a statement over what was asked, by a cursor of the server."""
    parameters: dict[str, Any] = {
        "kind": asked.kind, "at": asked.at, "first": asked.first, "last": asked.last,
        "q": asked.q, "like": f"%{asked.q}%", "late": timedelta(hours=value(LATE_HOURS)),
    }  # fmt: skip
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, parameters | more)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows
