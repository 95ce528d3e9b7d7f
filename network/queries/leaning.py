"""What hangs on one person: a job at the last meetings, a job only one can do, several seats.

The person is not named; who sits where is public anyway.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, StringAgg, Value

from events.rules.duties import like, skill_words
from kit.queries import values
from kit.statements import put
from members.queries import members_on
from network.queries.posts import may_look
from network.rules import asks as rules
from outbox.queries import local_day
from roles.models import Term
from roles.queries import jobs_by_meeting, running

SERVED = """
    SELECT d.role_id, d.meeting_id, m.starts_at, s.person_id FROM events_dutysignup s
    JOIN events_duty d ON d.id = s.duty_id
    JOIN events_meeting m ON m.id = d.meeting_id AND m.state = 'closed'
    JOIN events_attendance a ON a.meeting_id = m.id AND a.person_id = s.person_id
        AND a.voided_at IS NULL AND a.state IN ('present', 'late')
    WHERE s.state IN ('taken', 'confirmed')
"""
OFTEN = """
    WITH nth AS (
        SELECT served.*, dense_rank() OVER (
            PARTITION BY role_id ORDER BY starts_at DESC, meeting_id) AS back FROM ({served}) served
    ), recent AS (SELECT * FROM nth WHERE back <= %(last)s),
    people AS (
        SELECT role_id, person_id, count(DISTINCT meeting_id) AS times FROM recent GROUP BY 1, 2
    )
    SELECT r.title, max(people.times), (
        SELECT count(DISTINCT meeting_id) FROM recent WHERE recent.role_id = r.id)
    FROM people JOIN roles_role r ON r.id = people.role_id
    GROUP BY r.id ORDER BY r.position, r.title
"""
ALONE = """
    WITH able AS (
        SELECT role_id, person_id FROM ({served}) served
        UNION
        SELECT word.role_id, p.id
        FROM unnest(%(roles)s::bigint[], %(words)s::text[]) AS word(role_id, skill)
        JOIN members_person p ON p.skills ILIKE word.skill
        LEFT JOIN members_visibility hidden ON hidden.person_id = p.id
            AND hidden.field = 'skills' AND hidden.audience <> 'members'
        WHERE hidden.person_id IS NULL
    )
    SELECT r.title FROM able JOIN roles_role r ON r.id = able.role_id AND r.size <> 'term'
    WHERE able.person_id = ANY (%(members)s::bigint[])
    GROUP BY r.id HAVING count(*) = 1 ORDER BY r.position, r.title
"""


@dataclass(frozen=True)
class Leaning:
    """`often`: (job, times, of how many meetings); `alone`: jobs only one member can do; `seats`:
    (how many, which) that one person holds at once."""

    often: list[tuple[str, int, int]]
    alone: list[str]
    seats: list[tuple[int, str]]

    @property
    def any(self) -> bool:
        """Whether there is something to say."""
        return bool(self.often or self.alone or self.seats)


def leaning(at: datetime) -> Leaning:
    """All that hangs on one person on the day of `at`. A constant number of queries."""
    day = local_day(at)
    chosen = values(rules.LOOKED_AT, rules.TOO_OFTEN)
    last, too_often = chosen[rules.LOOKED_AT.key], chosen[rules.TOO_OFTEN.key]
    members = list(members_on(day).values_list("pk", flat=True))
    words = [
        (role.pk, word) for role in jobs_by_meeting() for word in like(skill_words(role.skills))
    ]
    with connection.cursor() as cursor:
        cursor.execute(put(OFTEN, served=SERVED), {"last": last})
        often = [row for row in cursor.fetchall() if rules.leans(row[1], row[2], too_often)]
        told: dict[str, Any] = {
            "members": members, "roles": [pk for pk, _word in words],
            "words": [word for _pk, word in words],
        }  # fmt: skip
        cursor.execute(put(ALONE, served=SERVED), told)
        alone = [title for (title,) in cursor.fetchall()]
    again = {title for title, _times, _of in often}
    return Leaning(often, [title for title in alone if title not in again], _several(day))


def at_the_desk(about: Any, user: Any, at: datetime) -> tuple[str, dict[str, Any]] | None:
    """The panel of the officers' page of seats."""
    if not may_look(user):
        return None
    return "network/desk_panel.html", {"leaning": leaning(at)}


def _several(day: Any) -> list[tuple[int, str]]:
    held = running(day).filter(kind__in=Term.FILLING).order_by().values("person")
    title = StringAgg("seat__role__title", Value(", "), order_by="seat__role__position")
    rows = held.annotate(number=Count("seat", distinct=True), which=title).filter(number__gt=1)
    return list(rows.order_by("-number", "which").values_list("number", "which"))
