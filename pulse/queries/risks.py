"""Who may be drifting away: rules with a plain reason each, never a score.

In the first year only "not seen yet", and letters that come back, are reasons.
Whoever was called within the last months for the same reason is left alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kit.queries import values
from pulse.models import FollowUp
from pulse.queries import crowd
from pulse.rules import FIRST_DAYS, FIRST_YEAR, UNANSWERED

Reason = FollowUp.Reason
LEFT_ALONE = timedelta(days=120)
# Whoever left within so many days may still be missed.
MISSED = timedelta(days=180)
# A rhythm needs three gaps to be one.
VISITS = 4

NEW_SILENT = """
    SELECT p.id, p.joined_on FROM members_person p
    WHERE p.id = ANY(%(members)s) AND p.joined_on <= %(day)s::date - %(days)s
      AND p.joined_on > %(day)s::date - %(days)s - 180
      AND NOT EXISTS (SELECT 1 FROM events_attendance a JOIN events_meeting m ON m.id = a.meeting_id
        WHERE a.person_id = p.id AND a.voided_at IS NULL AND a.state IN ('present', 'late')
        AND m.starts_at < %(day)s::date + 1)
"""
RHYTHM = """
    SELECT person_id, last_on, usual FROM (
        SELECT person_id, count(*) AS visits, max(on_day) AS last_on,
               (max(on_day) - min(on_day)) / greatest(count(*) - 1, 1) AS usual
        FROM (
            SELECT a.person_id, (m.starts_at AT TIME ZONE m.timezone)::date AS on_day
            FROM events_attendance a JOIN events_meeting m ON m.id = a.meeting_id
            WHERE a.voided_at IS NULL AND a.state IN ('present', 'late')
              AND a.person_id = ANY(%(settled)s)
              AND m.starts_at > %(day)s::date - 730 AND m.starts_at < %(day)s::date + 1
            GROUP BY 1, 2
        ) seen GROUP BY person_id
    ) rhythm
    WHERE visits >= %(visits)s AND %(day)s::date - last_on > greatest(2 * usual, 60)
"""
SILENT = """
    SELECT person.id, count(m.id) FROM unnest(%(settled)s::bigint[]) AS person(id)
    CROSS JOIN (
        SELECT id, published_at FROM events_meeting
        WHERE state IN ('published', 'closed') AND published_at IS NOT NULL
          AND starts_at < %(day)s::date + 1
        ORDER BY starts_at DESC LIMIT %(asked)s
    ) m
    WHERE NOT EXISTS (SELECT 1 FROM events_rsvp r WHERE r.meeting_id = m.id
        AND r.person_id = person.id)
      AND NOT EXISTS (SELECT 1 FROM events_attendance a WHERE a.meeting_id = m.id
        AND a.person_id = person.id AND a.voided_at IS NULL AND a.state IN ('present', 'late'))
      AND EXISTS (SELECT 1 FROM events_rsvp r WHERE r.person_id = person.id)
    GROUP BY person.id HAVING count(m.id) >= %(asked)s
"""
ROLE_ENDED = """
    SELECT t.person_id, max(upper(t.period)) FROM roles_term t
    WHERE t.person_id = ANY(%(settled)s) AND t.kind <> 'shadow'
    GROUP BY t.person_id
    HAVING max(upper(t.period)) <= %(day)s AND max(upper(t.period)) > %(day)s::date - 180
"""
# Who came to half of a year's meetings of a series and let two pass without a word; both lately,
# so that a series that ended says nothing of anybody.
REGULAR = """
    WITH held AS (
        SELECT m.id, m.series_id, m.starts_at,
               row_number() OVER (PARTITION BY m.series_id ORDER BY m.starts_at DESC) AS nth
        FROM events_meeting m
        WHERE m.state = 'closed' AND m.starts_at < %(day)s::date + 1
          AND m.starts_at > %(day)s::date - 730
    ), series AS (
        SELECT series_id, count(*) FILTER (WHERE nth BETWEEN 3 AND 14) AS before FROM held
        GROUP BY series_id HAVING min(starts_at) FILTER (WHERE nth <= 2) > %(day)s::date - 120
    ), usual AS (
        SELECT a.person_id, h.series_id, count(*) AS came
        FROM held h JOIN events_attendance a ON a.meeting_id = h.id AND a.voided_at IS NULL
        WHERE h.nth BETWEEN 3 AND 14 AND a.state IN ('present', 'late')
          AND a.person_id = ANY(%(settled)s)
        GROUP BY a.person_id, h.series_id
    )
    SELECT u.person_id, max(n.name) FROM usual u
    JOIN series s ON s.series_id = u.series_id AND u.came >= greatest(%(visits)s, s.before / 2.0)
    JOIN events_series n ON n.id = u.series_id
    WHERE NOT EXISTS (SELECT 1 FROM held h WHERE h.series_id = u.series_id AND h.nth <= 2 AND (
        EXISTS (SELECT 1 FROM events_rsvp r WHERE r.meeting_id = h.id
                AND r.person_id = u.person_id)
        OR EXISTS (SELECT 1 FROM events_attendance a WHERE a.meeting_id = h.id
                   AND a.person_id = u.person_id AND a.voided_at IS NULL AND a.state <> 'absent')))
    GROUP BY u.person_id
"""
# The three strongest ties of those who know somebody that left; ties are of participants alone.
COMPANIONS = """
    WITH lost AS (SELECT unnest(%(gone)s::bigint[]) AS id), known AS (
        SELECT t.low_id AS person_id FROM network_tie t JOIN lost ON lost.id = t.high_id
        UNION SELECT t.high_id FROM network_tie t JOIN lost ON lost.id = t.low_id
    ), ranked AS (
        SELECT k.person_id, tie.other,
               row_number() OVER (PARTITION BY k.person_id ORDER BY tie.strength DESC, tie.other)
                   AS nth
        FROM known k CROSS JOIN LATERAL (
            SELECT high_id AS other, strength FROM network_tie WHERE low_id = k.person_id
            UNION ALL SELECT low_id, strength FROM network_tie WHERE high_id = k.person_id
        ) tie WHERE k.person_id = ANY(%(settled)s)
    )
    SELECT person_id, count(*) FILTER (WHERE other IN (SELECT id FROM lost)) FROM ranked
    WHERE nth <= 3 GROUP BY person_id
    HAVING count(*) = 3 AND count(*) FILTER (WHERE other IN (SELECT id FROM lost)) >= 2
"""
BOUNCED = """
    SELECT e.person_id, max(e.bounced_at)::date FROM members_email e
    WHERE e.person_id = ANY(%(members)s) AND e.bounced_at IS NOT NULL AND e.for_letters
    GROUP BY e.person_id
"""


@dataclass(frozen=True)
class Risk:
    """One person, one reason, in a sentence."""

    person_id: int
    reason: str
    sentence: str


def risks(day: date, among: Iterable[int] | None = None) -> list[Risk]:
    """Members with a reason to be called as at `day`, one reason each, the gravest first.

    `among` looks at these people alone.
    """
    numbers = values(FIRST_DAYS, UNANSWERED)
    known = crowd.Crowd(day - MISSED, day)
    everybody = known.on(day)
    asked = everybody if among is None else everybody & frozenset(among)
    settled = crowd.joined_by(day - timedelta(days=FIRST_YEAR), asked)
    given = {
        "members": list(asked), "settled": list(settled), "day": day,
        "days": numbers[FIRST_DAYS.key], "visits": VISITS, "asked": numbers[UNANSWERED.key],
        "gone": list(known.on(day - MISSED) - everybody),
    }  # fmt: skip
    found: dict[int, Risk] = {}
    for reason, sql, words in _rules():
        for row in crowd.asked(sql, **given):
            found.setdefault(row[0], Risk(row[0], reason, words(*row[1:])))
    return list(found.values())


def _rules() -> list:
    return [
        (Reason.BOUNCED, BOUNCED, lambda on: _("Letters have not arrived since {day}.").format(
            day=date_format(on))),
        (Reason.NEW_SILENT, NEW_SILENT, lambda on: _("Joined on {day}, and not seen yet.").format(
            day=date_format(on))),
        (Reason.REGULAR, REGULAR, lambda series: _(
            "Came to most of “{series}”, and missed the last two without a word.").format(
            series=series)),
        (Reason.RHYTHM, RHYTHM, lambda on, usual: _(
            "Used to come every {usual} days; last seen on {day}.").format(
            usual=usual, day=date_format(on))),
        (Reason.ROLE_ENDED, ROLE_ENDED, lambda on: _(
            "A role ended on {day}, and none came after.").format(day=date_format(on))),
        (Reason.COMPANIONS, COMPANIONS, lambda n: _(
            "{n} of the three people they met most often are no longer members.").format(n=n)),
        (Reason.UNANSWERED, SILENT, lambda n: _(
            "The last {n} invitations are without an answer.").format(n=n)),
    ]  # fmt: skip


def not_called_lately(found: list[Risk], day: date) -> list[Risk]:
    """Without those who were called for the same reason, or are on the list already."""
    since = day - LEFT_ALONE
    known = set(
        FollowUp.objects.filter(state__in=["open", "snoozed"]).values_list("person", "reason")
    )
    known |= set(
        FollowUp.objects.filter(state="done", settled_at__date__gte=since).values_list(
            "person", "reason"
        )
    )
    return [risk for risk in found if (risk.person_id, risk.reason) not in known]


def sentences(day: date, people: Iterable[int]) -> dict[tuple[int, str], str]:
    """(person, reason) -> the sentence as at `day`, of these people."""
    return {(one.person_id, one.reason): one.sentence for one in risks(day, people)}
