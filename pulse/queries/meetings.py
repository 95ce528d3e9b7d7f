"""Vital signs of who comes to meetings, by kind of them."""

from datetime import date

from django.utils.translation import gettext as _

from events.queries import turnout
from pulse.queries import crowd
from pulse.queries.sign import Sign

KEYS = ("reach", "show_rate", "walk_in", "returned")
# The first visit ever, and whether the next one followed in time.
FIRST_TIMERS = """
    WITH held AS MATERIALIZED (
        SELECT m.id, (m.starts_at AT TIME ZONE m.timezone)::date AS on_day
        FROM events_meeting m JOIN events_series s ON s.id = m.series_id
        WHERE m.state = 'closed' AND m.starts_at < %(day)s::date + 1
          AND (%(kind)s = '' OR s.kind = %(kind)s)
    ), seen AS (
        SELECT a.person_id, min(held.on_day) AS on_day
        FROM events_attendance a JOIN held ON held.id = a.meeting_id
        WHERE a.voided_at IS NULL AND a.state IN ('present', 'late')
        GROUP BY a.person_id
    )
    SELECT first.person_id, EXISTS (
        SELECT FROM events_attendance a JOIN held ON held.id = a.meeting_id
        WHERE a.person_id = first.person_id AND a.voided_at IS NULL
          AND a.state IN ('present', 'late')
          AND held.on_day > first.on_day AND held.on_day <= first.on_day + %(days)s)
    FROM seen AS first
    WHERE first.on_day > %(ago)s::date - %(days)s AND first.on_day <= %(day)s::date - %(days)s
"""
# Everybody who came, and whether without having said so.
WALKED_IN = """
    SELECT a.person_id, NOT EXISTS (SELECT 1 FROM events_rsvp r
        WHERE r.meeting_id = a.meeting_id AND r.person_id = a.person_id AND r.state = 'going')
    FROM events_attendance a
    JOIN events_meeting m ON m.id = a.meeting_id AND m.state = 'closed'
    JOIN events_series s ON s.id = m.series_id
    WHERE a.voided_at IS NULL AND a.state IN ('present', 'late')
      AND m.starts_at > %(ago)s AND m.starts_at < %(day)s::date + 1
      AND (%(kind)s = '' OR s.kind = %(kind)s)
"""


def signs(day: date, ago: date, now: frozenset[int], kind: str, *, return_days: int) -> list[Sign]:
    """Four signs of the year from `ago` to `day`, for the members `now` and one kind of meeting
    (all for ""); who first came has `return_days` to come again."""
    seen = turnout.seen(ago, day, kind) & now
    shown = turnout.promised(ago, day, kind).answers
    came = crowd.asked(WALKED_IN, day=day, ago=ago, kind=kind)
    walked = frozenset(pk for pk, walked_in in came if walked_in)
    timers = crowd.asked(FIRST_TIMERS, day=day, ago=ago, kind=kind, days=return_days)
    first = frozenset(pk for pk, _again in timers)
    again = frozenset(pk for pk, came_again in timers if came_again)
    return [
        Sign("reach", _("Reach"), _("Members seen at a meeting within twelve months."),
             part=len(seen), whole=len(now), people=seen, missing=now - seen),
        Sign("show_rate", _("Show rate"), _("Of all who had said yes: those who came."),
             part=sum(came for _pk, came in shown), whole=len(shown),
             people=frozenset(pk for pk, came in shown if came),
             missing=frozenset(pk for pk, came in shown if not came)),
        Sign("walk_in", _("Walk-in rate"), _("Of all who came: those who had not said so before."),
             part=sum(walked_in for _pk, walked_in in came), whole=len(came), people=walked),
        Sign("returned", _("First-timers who returned"),
             _("Of those who came for the first time, at least {n} days ago: seen again within {n} "
               "days.").format(n=return_days),
             part=len(again), whole=len(first), people=again, missing=first - again),
    ]  # fmt: skip
