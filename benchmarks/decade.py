"""Ten years behind an association: who joined, stayed, left and came, by plain SQL."""

from psycopg import Connection

YEARS = 10
# Meetings of earlier years, a month apart, each with so many people of the whole association.
EARLIER, EACH = 96, 500
CALLS = 2_000

# Everybody joined in one of the ten years; every fifth has left in one of those since.
MEMBERSHIPS = """
UPDATE members_person
SET joined_on = %(today)s::date - (30 + 365 * (id %% %(years)s) + id %% 300)::int;

DELETE FROM members_membership AS m USING members_person AS p
WHERE p.id = m.person_id AND lower(m.period) < p.joined_on - 30;

INSERT INTO members_membership (person_id, plan_id, period, dues_cents, currency, grace_days,
    honorary, recorded_on, reason)
SELECT person_id, plan_id, daterange(start - 365 * back, start - 365 * (back - 1)), 6000, 'EUR', 30,
    false, start - 365 * back, ''
FROM (SELECT person_id, plan_id, min(lower(period)) AS start FROM members_membership
      GROUP BY 1, 2) AS first
JOIN members_person AS p ON p.id = person_id, generate_series(1, %(years)s) AS back
WHERE start - 365 * back >= p.joined_on - 30;

DELETE FROM members_membership
WHERE person_id %% 5 = 0
    AND upper(period) > %(today)s::date - (365 * (person_id / 5 %% %(years)s))::int;
"""

MEETINGS = """
WITH one AS (
    INSERT INTO events_meeting (uid, series_id, slug, title, topic, summary, starts_at, ends_at,
        timezone, time_assumed, venue_id, online_url, guest_limit, visibility, state, published_at,
        closed_at, cancel_reason, credits_minutes, sequence, search_text)
    SELECT gen_random_uuid(), (SELECT id FROM events_series), 'earlier-' || n, 'Talk of then',
        'Measuring', '', starts, starts + interval '2 hours', 'Europe/Berlin', false,
        (SELECT id FROM events_venue), '', 2, 'public', 'closed', starts - interval '60 days',
        starts, '', 0, 0, ' talk measuring'
    FROM generate_series(1, %(earlier)s) AS n,
        LATERAL (SELECT now() - interval '30 days' * (n + 24) AS starts) AS at
    RETURNING id, starts_at
)
INSERT INTO events_attendance (meeting_id, person_id, mode, state, arrived_at, method, recorded_at)
SELECT DISTINCT one.id, 1 + (i * 7919 + one.id * 104729 %% 997 * i) %% %(members)s, 'in_person',
    'present', one.starts_at, 'name', one.starts_at
FROM one, generate_series(1, %(each)s) AS i;

INSERT INTO pulse_followup (person_id, reason, state, made_at, outcome)
SELECT i, 'rhythm', 'open', now() - interval '1 hour' * i, ''
FROM generate_series(1, %(calls)s) AS i;
"""


def fill(server: Connection, members: int, today: object) -> None:
    """Add it to an association that has its members and the last two years."""
    values = {
        "members": members, "today": today, "years": YEARS,
        "earlier": EARLIER, "each": EACH, "calls": CALLS,
    }  # fmt: skip
    for statement in (MEMBERSHIPS + MEETINGS).split(";\n"):
        if statement.strip():
            server.execute(statement, values)
            server.execute("ANALYZE")
