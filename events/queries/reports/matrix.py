"""Members down, meetings across: one mark for what happened."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from events.queries.reports.people import NAME, UID
from events.queries.reports.report import CHOSEN, Answer, Asked, Column, Report, fetched
from kit.statements import put
from members.queries.standing import members_on

MOST_MEETINGS = 60
MARKS = {"present": "P", "late": "L", "excused": "E", "absent": "A"}
LETTERS = _("P present, L late, E excused, A absent.")

# Everybody who is a member or has answered or come, with what happened meeting by meeting.
MATRIX = put(
    """{chosen}
SELECT p.uid::text, p.name, coalesce(d.attended, 0), coalesce(d.meetings, '{}'),
       coalesce(d.states, '{}')
FROM members_person p
LEFT JOIN (
    SELECT person_id, count(*) FILTER (WHERE here) AS attended,
           array_agg(meeting_id) AS meetings, array_agg(state::text) AS states
    FROM seen WHERE meeting_id = ANY(%(shown)s) GROUP BY person_id
) d ON d.person_id = p.id
WHERE (d.person_id IS NOT NULL OR p.id = ANY(%(members)s))
  AND (%(q)s = '' OR p.name ILIKE %(like)s)
ORDER BY p.sort_name, p.id LIMIT %(count)s OFFSET %(start)s
""",
    chosen=CHOSEN,
)
NEWEST = put(
    "{chosen} SELECT id, meeting, wall FROM chosen ORDER BY wall DESC, id LIMIT %(count)s",
    chosen=CHOSEN,
)


class Matrix(Report):
    """Members down, meetings across: the newest sixty of those asked for, newest first."""

    def answer(self, asked: Asked, *, start: int = 0, count: int | None = None) -> Answer:
        shown = list(fetched(NEWEST, asked, count=MOST_MEETINGS))
        across = (
            Column(slug, wall.date().isoformat(), LETTERS, "mark") for _pk, slug, wall in shown
        )
        given = {"shown": [pk for pk, _slug, _wall in shown], "start": start, "count": count}
        return Answer((*self.columns, *across), _marked(asked, given))


def _marked(asked: Asked, given: dict[str, Any]) -> Iterator[tuple]:
    members = list(members_on(asked.last or asked.at.date()).values_list("pk", flat=True))
    for uid, name, attended, meetings, states in fetched(MATRIX, asked, members=members, **given):
        happened = dict(zip(meetings, states, strict=True))
        marks = (MARKS.get(happened.get(pk, ""), "") for pk in given["shown"])
        yield (uid, name, attended, *marks)


MATRIX_REPORT = Matrix(
    key="matrix",
    title=_("Members and meetings"),
    about=_("Every member down, the newest sixty meetings across, the latest first."),
    columns=(
        UID, NAME,
        Column("attended", _("Came"), _("Of these meetings: checked in."), "number"),
    ),
)  # fmt: skip
