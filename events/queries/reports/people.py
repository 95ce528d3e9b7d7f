"""Reports about people: what each did, who is new, who was brought, who stayed away."""

from django.utils.translation import gettext_lazy as _

from events.queries.reports.meetings import DAY, SLUG, TOPIC
from events.queries.reports.report import Column, Statement

UID = Column("person_uid", _("Key"), _("Key of the person, the same in all files."), "key")
NAME = Column("name", _("Name"), _("Full name."))
FIRST_DAY = Column("first_day", _("First time"), _("Day of the first visit ever."), "day")

BY_PERSON = """
SELECT p.uid::text AS person_uid, p.name, p.sort_name, p.id, d.*
FROM (
    SELECT coalesce(v.person_id, r.person_id) AS person_id,
           count(*) FILTER (WHERE v.here) AS attended,
           count(*) FILTER (WHERE r.state = 'going') AS going,
           count(*) FILTER (WHERE r.state = 'declined') AS declined,
           count(*) FILTER (WHERE v.state = 'absent') AS no_shows,
           count(*) FILTER (WHERE r.late) AS cancelled_late,
           max(c.wall::date) FILTER (WHERE v.here) AS last_day
    FROM seen v FULL JOIN said r ON r.meeting_id = v.meeting_id AND r.person_id = v.person_id
    JOIN chosen c ON c.id = coalesce(v.meeting_id, r.meeting_id)
    GROUP BY 1
) d JOIN members_person p ON p.id = d.person_id
"""
FIRST_TIMERS = """
SELECT p.uid::text AS person_uid, p.name, p.sort_name, c.wall::date AS first_day, c.meeting,
       c.topic, coalesce(h.name, '') AS host, n.second_day, n.second_day - c.wall::date AS days,
       n.times
FROM firsts f JOIN chosen c ON c.id = f.meeting_id
JOIN members_person p ON p.id = f.person_id
LEFT JOIN seen v ON v.person_id = f.person_id AND v.meeting_id = f.meeting_id
LEFT JOIN members_person h ON h.id = v.host_id
CROSS JOIN LATERAL (
    SELECT count(*) AS times, min((m.starts_at AT TIME ZONE m.timezone)::date)
        FILTER (WHERE m.id <> c.id) AS second_day
    FROM events_attendance a JOIN events_meeting m ON m.id = a.meeting_id
    WHERE a.person_id = f.person_id AND a.voided_at IS NULL AND a.state IN ('present', 'late')
) n
"""
GUESTS = """
SELECT p.uid::text AS person_uid, p.name, p.sort_name, string_agg(DISTINCT h.name, ', ') AS hosts,
       count(*) AS visits, min(c.wall::date) AS first_day, max(c.wall::date) AS last_day,
       CASE WHEN p.joined_on >= min(c.wall::date) THEN p.joined_on END AS joined_on,
       CASE WHEN p.joined_on >= min(c.wall::date) THEN p.joined_on - min(c.wall::date) END AS days
FROM seen v JOIN chosen c ON c.id = v.meeting_id
JOIN members_person p ON p.id = v.person_id
JOIN members_person h ON h.id = v.host_id
WHERE v.here GROUP BY p.id
"""
ABSENCES = """
SELECT p.uid::text AS person_uid, p.name, p.sort_name, c.starts_at, c.timezone, c.wall::date AS day,
       c.meeting, c.topic, CASE WHEN d.absent THEN 'no_show' ELSE 'cancelled_late' END AS what,
       d.answered_at AS said_at
FROM (
    SELECT meeting_id, person_id, TRUE AS absent, NULL::timestamptz AS answered_at
    FROM seen WHERE state = 'absent'
    UNION ALL
    SELECT r.meeting_id, r.person_id, FALSE, r.answered_at FROM said r
    LEFT JOIN seen v ON v.meeting_id = r.meeting_id AND v.person_id = r.person_id
    WHERE r.late AND v.person_id IS NULL
) d
JOIN chosen c ON c.id = d.meeting_id
JOIN members_person p ON p.id = d.person_id
"""

PEOPLE = Statement(
    key="people",
    title=_("Person by person"),
    about=_("How often each came, said yes, stayed away."),
    columns=(
        UID, NAME,
        Column("attended", _("Came"), _("Meetings they were checked in at."), "number"),
        Column("going", _("Said yes"), _("Meetings with a yes at the end."), "number"),
        Column("declined", _("Said no"), _("Meetings with a no."), "number"),
        Column("no_shows", _("No-shows"), _("Said yes and did not come, once closed."), "number"),
        Column("cancelled_late", _("Gave back late"),
               _("Seats given back after the set hour."), "number"),
        Column("last_day", _("Last seen"), _("Day of the latest visit."), "day"),
    ),
    sql=BY_PERSON,
    order="attended DESC, sort_name, id",
)  # fmt: skip
NEW_FACES = Statement(
    key="first-timers",
    title=_("First-timers"),
    about=_("Who came for the first time, and who came back."),
    columns=(
        UID, NAME, FIRST_DAY,
        SLUG, TOPIC,
        Column("host", _("Guest of"), _("Who brought them.")),
        Column("second_day", _("Came back"), _("Day of the second visit."), "day"),
        Column("days", _("After days"), _("Days between first visit and second."), "number"),
        Column("times", _("Visits"), _("Visits to this day, at any meeting."), "number"),
    ),
    sql=FIRST_TIMERS,
    order="first_day DESC, sort_name, person_uid",
)  # fmt: skip
BROUGHT = Statement(
    key="guests",
    title=_("Guests"),
    about=_("Who was brought by whom, and who joined."),
    columns=(
        UID, NAME,
        Column("hosts", _("Guest of"), _("Everybody who brought them.")),
        Column("visits", _("Visits"), _("Visits as a guest."), "number"),
        Column("first_day", _("First time"), _("Day of the first of these visits."), "day"),
        Column("last_day", _("Last time"), _("Day of the latest of these visits."), "day"),
        Column("joined_on", _("Joined"), _("Day they became a member, if after that."), "day"),
        Column("days", _("After days"), _("Days from the first visit to joining."), "number"),
    ),
    sql=GUESTS,
    order="last_day DESC, sort_name, person_uid",
)  # fmt: skip
AWAY = Statement(
    key="absences",
    title=_("No-shows and late cancellations"),
    about=_("For the organizers alone: to ask kindly, never to rank."),
    columns=(
        UID, NAME,
        DAY, SLUG, TOPIC,
        Column("timezone", _("Zone"), _("IANA name of the meeting's time zone."), "key"),
        Column("what", _("What"), _("no_show, or cancelled_late: after the set hour."),
               words={"no_show": _("did not come"), "cancelled_late": _("gave back late")}),
        Column("said_at", _("Said"), _("When the seat was given back."), "moment"),
    ),
    sql=ABSENCES,
    order="starts_at DESC, meeting, sort_name, person_uid",
)  # fmt: skip
