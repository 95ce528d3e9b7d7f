"""Reports about meetings: one by one, by topic, by speaker, and month by month."""

from datetime import date, timedelta
from itertools import islice

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext_lazy as _

from events.queries import turnout
from events.queries.reports.report import Answer, Asked, Chart, Column, Report, Statement
from kit.statements import put
from members.queries.standing import members_on

MONTHS = 12
MOST_MONTHS = 60

SLUG = Column("meeting", _("Meeting"), _("Address of the meeting's page."), "key")
DAY = Column("day", _("Day"), _("Day of the meeting where it took place."), "day")
TOPIC = Column("topic", _("Topic"), _("Topic, or the title where there is none."), "topic")
CAME = Column("attended", _("Came"), _("Checked in, guests and walk-ins included."), "number")
GUESTS = Column("guests", _("Guests"), _("Of those who came: brought by a member."), "number")
FIRST_TIME = Column(
    "first_timers", _("First time"), _("Of those who came: never seen before, at any meeting."),
    "number",
)  # fmt: skip

# How many came to each meeting, and of what sort.
ATTENDED = """
    SELECT v.meeting_id, count(*) FILTER (WHERE here) AS attended,
           count(*) FILTER (WHERE here AND method = 'walk_in') AS walk_ins,
           count(*) FILTER (WHERE here AND host_id IS NOT NULL) AS guests,
           count(*) FILTER (WHERE here AND f.person_id IS NOT NULL) AS first_timers,
           count(*) FILTER (WHERE v.state = 'absent') AS no_shows,
           count(*) FILTER (WHERE v.state = 'excused') AS excused
    FROM seen v LEFT JOIN firsts f ON f.person_id = v.person_id AND f.meeting_id = v.meeting_id
    GROUP BY v.meeting_id
"""
BY_MEETING = put(
    """
SELECT c.meeting, c.starts_at, c.wall::date AS day, to_char(c.wall, 'HH24:MI') AS begins,
       c.timezone, c.topic, coalesce(a.going, 0) AS going, coalesce(v.attended, 0) AS attended,
       coalesce(a.came, 0) AS came_of_going, coalesce(v.walk_ins, 0) AS walk_ins,
       coalesce(v.guests, 0) AS guests, coalesce(v.first_timers, 0) AS first_timers,
       coalesce(v.no_shows, 0) AS no_shows, coalesce(v.excused, 0) AS excused,
       coalesce(a.cancelled_late, 0) AS cancelled_late
FROM chosen c
LEFT JOIN ({attended}) v ON v.meeting_id = c.id
LEFT JOIN (
    SELECT r.meeting_id, count(*) FILTER (WHERE r.state = 'going') AS going,
           count(*) FILTER (WHERE r.state = 'going' AND w.here) AS came,
           count(*) FILTER (WHERE r.late) AS cancelled_late
    FROM said r LEFT JOIN seen w ON w.meeting_id = r.meeting_id AND w.person_id = r.person_id
    GROUP BY r.meeting_id
) a ON a.meeting_id = c.id
""",
    attended=ATTENDED,
)
# A mean of fewer than three opinions would tell whose they are.
BY_TOPIC = put(
    """
SELECT c.meeting, c.wall::date AS day, coalesce(nullif(t.title, ''), c.topic) AS topic,
       (SELECT string_agg(p.printed_name, ', ' ORDER BY p.position, p.id)
        FROM events_speaking p WHERE p.meeting_id = c.id AND p.state = 'confirmed'
          AND (p.talk_id = t.id OR p.talk_id IS NULL)) AS speakers,
       coalesce(v.attended, 0) AS attended, coalesce(v.guests, 0) AS guests,
       coalesce(v.first_timers, 0) AS first_timers, o.opinions, o.mean
FROM chosen c
LEFT JOIN events_talk t ON t.meeting_id = c.id
LEFT JOIN ({attended}) v ON v.meeting_id = c.id
LEFT JOIN (
    SELECT meeting_id, count(*) AS opinions,
           CASE WHEN count(*) >= 3 THEN round(avg(score), 1)::float8 END AS mean
    FROM events_feedback GROUP BY meeting_id
) o ON o.meeting_id = c.id
""",
    attended=ATTENDED,
)
BY_SPEAKER = put(
    """
SELECT min(p.printed_name) AS name, count(DISTINCT c.id) AS evenings,
       round(avg(v.attended), 1)::float8 AS mean, max(v.attended) AS most,
       max(c.wall::date) AS last_day
FROM events_speaking p JOIN chosen c ON c.id = p.meeting_id
LEFT JOIN ({attended}) v ON v.meeting_id = c.id
WHERE p.state = 'confirmed' GROUP BY coalesce('#' || p.person_id, p.printed_name)
""",
    attended=ATTENDED,
)


class Months(Report):
    """Reach and show rate at the end of each month."""

    def answer(self, asked: Asked, *, start: int = 0, count: int | None = None) -> Answer:
        stop = None if count is None else start + count
        rows = (_month(month, asked) for month in _months(asked))
        return Answer(self.columns, islice(rows, start, stop))


def _months(asked: Asked) -> list[date]:
    """First days of the months asked for, newest first: twelve unless two days say otherwise."""
    today = asked.at.date()
    last = min(asked.last or today, today).replace(day=1)
    first = (asked.first or last - relativedelta(months=MONTHS - 1)).replace(day=1)
    number = (last.year - first.year) * 12 + last.month - first.month + 1
    return [last - relativedelta(months=n) for n in range(min(max(number, 0), MOST_MONTHS))]


def _month(month: date, asked: Asked) -> tuple:
    day = min(month + relativedelta(months=1) - timedelta(days=1), asked.at.date())
    people = set(members_on(day).values_list("pk", flat=True))
    year = turnout.seen(day - relativedelta(years=1), day, asked.kind)
    promised = turnout.promised(month, day, asked.kind)
    going, reached = len(promised.answers), len(people & year)
    came = sum(came for _pk, came in promised.answers)
    return (
        month, promised.meetings, len(people), reached, _percent(reached, len(people)), going, came,
        _percent(came, going),
    )  # fmt: skip


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None


MEETINGS = Statement(
    key="attendance",
    title=_("Meeting by meeting"),
    about=_("Who said yes and who came: every meeting in numbers."),
    columns=(
        SLUG, DAY,
        Column("begins", _("Begins"), _("Beginning on the clock of the place."), "key"),
        Column("timezone", _("Zone"), _("IANA name of the meeting's time zone."), "key"),
        TOPIC,
        Column("going", _("Said yes"), _("Yes at the end, guests included."), "number"),
        CAME,
        Column("came_of_going", _("Of those"), _("Said yes and came."), "number"),
        Column("walk_ins", _("Walk-ins"), _("Came without an answer."), "number"),
        GUESTS, FIRST_TIME,
        Column("no_shows", _("No-shows"), _("Said yes and did not come, once closed."), "number"),
        Column("excused", _("Excused"), _("Said so before or after, once closed."), "number"),
        Column("cancelled_late", _("Gave back late"),
               _("Seats given back after the set hour."), "number"),
    ),
    chart=Chart(_("Said yes and came, meeting by meeting"), "day", ("going", "attended"), True),
    searched="topic",
    sql=BY_MEETING,
    order="starts_at DESC, meeting",
)  # fmt: skip
TALKS = Statement(
    key="topics",
    title=_("Topics"),
    about=_("Which talks drew people, and what they said afterwards."),
    columns=(
        SLUG, DAY, TOPIC, Column("speakers", _("Speakers"), _("Names as printed.")),
        CAME, GUESTS, FIRST_TIME,
        Column("opinions", _("Opinions"), _("How many gave feedback."), "number"),
        Column("mean", _("Mean"), _("Mean of the feedback, 1 to 4; from three on."), "number"),
    ),
    chart=Chart(_("How many came, topic by topic"), "topic", ("attended",)),
    searched="topic",
    sql=BY_TOPIC,
    order="day DESC, meeting, topic",
)  # fmt: skip
SPEAKERS = Statement(
    key="speakers",
    title=_("Speakers"),
    about=_("Who spoke how often, and how many came to listen."),
    columns=(
        Column("name", _("Name"), _("Name as printed.")),
        Column("evenings", _("Evenings"), _("Meetings they spoke at."), "number"),
        Column("mean", _("Came on average"), _("Mean of those who came."), "number"),
        Column("most", _("At most"), _("The fullest of those evenings."), "number"),
        Column("last_day", _("Last time"), _("Day of the latest of them."), "day"),
    ),
    sql=BY_SPEAKER,
    order="evenings DESC, last_day DESC, name",
)
MONTHLY = Months(
    key="reach",
    title=_("Reach and show rate"),
    about=_("How many members are seen at meetings, and how many who say yes come."),
    columns=(
        Column("month", _("Month"), _("First day of the month."), "day"),
        Column("meetings", _("Meetings"), _("Meetings of the month that were closed."), "number"),
        Column("members", _("Members"), _("Members on the last day of the month."), "number"),
        Column("reached", _("Seen"),
               _("Of those: seen at a meeting within twelve months."), "number"),
        Column("reach", _("Reach, %"), _("Seen, of a hundred members."), "number"),
        Column("going", _("Said yes"), _("Yes to the month's meetings."), "number"),
        Column("came_of_going", _("Of those"), _("Said yes and came."), "number"),
        Column("show_rate", _("Show rate, %"), _("Came, of a hundred who said yes."), "number"),
    ),
    chart=Chart(_("Reach and show rate, in percent"), "month", ("reach", "show_rate"), True),
    searched="",
)  # fmt: skip
