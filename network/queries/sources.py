"""Where contacts come from: rows of other tables, never typed in for this purpose.

Each source is a SELECT of (low, high, source, about, weight, on): two participants in the order
of their ids, what brought them together, its row, what it weighs and its day. Nobody is in it who
does not take part.
"""

from typing import Any

from kit.queries import values
from kit.statements import put
from network.rules import (
    CROWD,
    EPOCH,
    HALF_LIFE,
    SERVED_MONTH,
    SHARED_COFFEE,
    SHARED_JOB,
    TALKS,
)

PRESENT = """
    SELECT a.meeting_id, a.person_id, (m.starts_at AT TIME ZONE m.timezone)::date AS day
    FROM events_attendance a
    JOIN network_participant p ON p.person_id = a.person_id AND p.left_at IS NULL
    JOIN events_meeting m ON m.id = a.meeting_id AND m.state = 'closed'
    WHERE a.voided_at IS NULL AND a.state IN ('present', 'late')
"""
SIZES = """
    SELECT a.meeting_id, count(*) AS present
    FROM events_attendance a
    JOIN events_meeting m ON m.id = a.meeting_id AND m.state = 'closed'
    WHERE a.voided_at IS NULL AND a.state IN ('present', 'late')
    GROUP BY a.meeting_id HAVING count(*) BETWEEN 2 AND %(crowd)s
"""
MEETINGS = """
    SELECT a.person_id AS low, b.person_id AS high, 'meeting' AS source, a.meeting_id AS about,
           least(1.0, %(talks)s / (sizes.present - 1)::float8) AS weight, a.day AS on_day
    FROM ({sizes}) sizes
    JOIN ({present}) a USING (meeting_id)
    JOIN ({present}) b ON b.meeting_id = a.meeting_id AND b.person_id > a.person_id
"""
# A month counts once it is over; both sat on the board, or in the same committee or job.
SERVED = """
    SELECT a.person_id AS low, b.person_id AS high, 'role' AS source, ra.id AS about,
           %(served)s::float8 AS weight, month::date AS on_day
    FROM roles_term a
    JOIN roles_seat sa ON sa.id = a.seat_id JOIN roles_role ra ON ra.id = sa.role_id
    JOIN roles_term b ON b.person_id > a.person_id AND b.period && a.period
    JOIN roles_seat sb ON sb.id = b.seat_id JOIN roles_role rb ON rb.id = sb.role_id
        AND rb.body = ra.body AND (ra.body = 'board' OR rb.id = ra.id)
    CROSS JOIN LATERAL generate_series(
        lower(a.period * b.period) + interval '1 month',
        least(upper(a.period * b.period), %(today)s::date), interval '1 month') AS month
"""
JOBS = """
    SELECT DISTINCT sa.person_id AS low, sb.person_id AS high, 'job' AS source, m.id AS about,
           %(job)s::float8 AS weight, (m.starts_at AT TIME ZONE m.timezone)::date AS on_day
    FROM events_meeting m
    JOIN events_duty da ON da.meeting_id = m.id
    JOIN events_duty db ON db.meeting_id = m.id
    JOIN events_dutysignup sa ON sa.duty_id = da.id AND sa.state IN ('taken', 'confirmed')
    JOIN events_dutysignup sb ON sb.duty_id = db.id AND sb.state IN ('taken', 'confirmed')
        AND sb.person_id > sa.person_id
    WHERE m.state = 'closed'
"""
# One of the two said that they met, and the other did not say no.
COFFEES = """
    SELECT a.person_id AS low, b.person_id AS high, 'coffee' AS source, p.id AS about,
           %(coffee)s::float8 AS weight, p.met_on AS on_day
    FROM network_pairing p
    JOIN network_pairingseat a ON a.pairing_id = p.id
    JOIN network_pairingseat b ON b.pairing_id = p.id AND b.person_id > a.person_id
    WHERE p.met_on IS NOT NULL AND (a.met OR b.met)
        AND a.met IS NOT FALSE AND b.met IS NOT FALSE
"""
ALL = {"meeting": MEETINGS, "role": SERVED, "job": JOBS, "coffee": COFFEES}
TAKES_PART = """
    JOIN network_participant pl ON pl.person_id = low AND pl.left_at IS NULL
    JOIN network_participant ph ON ph.person_id = high AND ph.left_at IS NULL
"""


CONTACTS = "SELECT c.* FROM ({union}) c {takes_part}"


def contacts(*names: str) -> str:
    """SQL of the contacts of these sources (all without a name) among those who take part."""
    chosen = [ALL[name] for name in names or ALL]
    union = " UNION ALL ".join(chosen)
    return put(CONTACTS, union=union, takes_part=TAKES_PART, sizes=SIZES, present=PRESENT)


def numbers(today: Any) -> dict[str, Any]:
    """The values that the SQL names, as the board has set them."""
    chosen = values(HALF_LIFE, TALKS, CROWD)
    return {
        "half_life": float(chosen[HALF_LIFE.key]),
        "talks": chosen[TALKS.key],
        "crowd": chosen[CROWD.key],
        "served": SERVED_MONTH,
        "job": SHARED_JOB,
        "coffee": SHARED_COFFEE,
        "epoch": EPOCH,
        "today": today,
    }
