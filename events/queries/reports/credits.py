"""What attendance was worth, where minutes count for a profession."""

from django.utils.translation import gettext_lazy as _

from events.queries.reports.meetings import DAY, SLUG, TOPIC
from events.queries.reports.people import NAME, UID
from events.queries.reports.report import TIMED, Column, Statement
from kit.statements import put

EARNED = put(
    """
SELECT d.*, round(d.minutes::numeric / d.rate, 2)::float8 AS credits
FROM (
    SELECT p.uid::text AS person_uid, p.name, p.sort_name, c.starts_at, c.wall::date AS day,
           c.meeting, c.topic, o.kind, o.rate,
           (CASE WHEN o.timed THEN {timed} ELSE o.minutes END)::int AS minutes
    FROM chosen c
    JOIN offers o ON o.meeting_id = c.id
    JOIN seen a ON a.meeting_id = c.id AND a.here
    JOIN members_person p ON p.id = a.person_id
    WHERE c.state = 'closed'
) d WHERE d.minutes > 0
""",
    timed=TIMED,
)

CREDITS = Statement(
    key="credits",
    title=_("Credits"),
    about=_("What each earned at closed meetings, by kind of credits."),
    columns=(
        UID, NAME, DAY, SLUG, TOPIC,
        Column("kind", _("Kind of credits"), _("Empty: plain credits.")),
        Column("minutes", _("Minutes"), _("Creditable minutes they were there."), "number"),
        Column("credits", _("Credits"),
               _("Minutes by the kind's hour; its certificate behind it."), "certificate"),
    ),
    sql=EARNED,
    order="starts_at DESC, meeting, sort_name, person_uid, kind",
)  # fmt: skip
