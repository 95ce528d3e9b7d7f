"""The statements behind `seed`. Rows are decided by `chance(word, row)`, a hash with the seed."""

# Nobody acted here: no history is written, which would take most of the time.
HISTORY_AGAIN = "SELECT set_config('pgtrigger.ignore', '{}', true)"

# In the session's own schema; chance is a number in [0, 2^31).
HELPERS = """
SELECT set_config('seed.seed', %(seed)s::text, true),
    set_config('pgtrigger.ignore', %(triggers)s::text[]::text, true);
CREATE OR REPLACE FUNCTION pg_temp.chance(word text, row_ anyelement) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT ('x' || substr(md5(current_setting('seed.seed') || word || row_), 1, 8))::bit(32)::bigint
        >> 1
$$;
CREATE OR REPLACE FUNCTION pg_temp.one_of(words text[], word text, row_ anyelement) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT words[1 + pg_temp.chance(word, row_) %% array_length(words, 1)]
$$
"""

# The n-th person has the n-th pair of colour and plant; beyond the pairs a second plant follows.
PEOPLE = """
WITH fresh AS (
    INSERT INTO members_user (password, is_superuser, email, is_active, date_joined)
    SELECT %(password)s, false, 'member' || n || '@' || %(domain)s, true, %(at)s
    FROM generate_series(1, %(members)s) AS n
    ON CONFLICT (email) DO NOTHING
    RETURNING id, substring(email from 7 for position('@' in email) - 7)::int AS n
), named AS (
    SELECT id, n, pg_temp.one_of(%(cities)s, 'city', n) AS city,
        pg_temp.one_of(%(firms)s, 'firm', n) AS firm,
        pg_temp.one_of(%(trades)s, 'trade', n) AS trade,
        (%(colours)s::text[])[1 + n %% array_length(%(colours)s::text[], 1)] AS colour,
        (%(plants)s::text[])[1 + n %% array_length(%(plants)s::text[], 1)] AS plant,
        CASE WHEN n <= array_length(%(colours)s::text[], 1) * array_length(%(plants)s::text[], 1)
            THEN '' ELSE '-' || pg_temp.one_of(%(plants)s, 'second', n) END AS second
    FROM fresh
)
INSERT INTO members_person (uid, user_id, name, known_as, sort_name, search_text, phone,
    postal_address, headline, employer, city, skills, timezone, language, link_epoch, joined_on,
    extra, created_at)
SELECT gen_random_uuid(), id, colour || ' ' || plant || second, '',
    lower(plant || second || ' ' || colour),
    ' ' || lower(colour || ' ' || plant || second || ' ' || firm || ' ' || city || ' ' || trade),
    '', '', '', firm, city, trade, '', '', 0,
    %(today)s::date - %(quiet)s
        - (pg_temp.chance('tenure', n) %% (30 * %(months)s - %(quiet)s + 1))::int,
    '{}'::jsonb, %(at)s
FROM named
"""

# Everybody seeded, in a table of our own: only its owner may ANALYZE a table, and without numbers
# the planner compares every row with every other.
SEEDED = """
DROP TABLE IF EXISTS seeded;
SET LOCAL enable_nestloop = off;
CREATE TEMPORARY TABLE seeded ON COMMIT DROP AS
SELECT substring(u.email from '^member([0-9]+)@')::int AS n, u.id AS user_id, u.email,
    p.id AS person_id, p.joined_on, e.id IS NULL AS fresh
FROM members_user u JOIN members_person p ON p.user_id = u.id
    LEFT JOIN members_email e ON e.canonical = u.email
WHERE u.email ~ '^member[0-9]+@';
SET LOCAL enable_nestloop = on;
CREATE UNIQUE INDEX ON seeded (email);
ANALYZE seeded
"""

EMAILS = """
INSERT INTO members_email (person_id, address, canonical, for_letters, verified_at)
SELECT person_id, email, email, true, %(at)s FROM seeded WHERE fresh
"""

LOG_INS = """
INSERT INTO account_emailaddress (user_id, email, verified, "primary")
SELECT user_id, email, true, true FROM seeded WHERE fresh
"""

# A year after another from the day of joining; some of eight stopped renewing in the last years.
MEMBERSHIPS = """
WITH year AS MATERIALIZED (
    SELECT person_id, (joined_on + make_interval(years => k))::date AS first,
        (joined_on + make_interval(years => k + 1))::date AS next
    FROM seeded
        CROSS JOIN LATERAL (
            SELECT extract(year FROM age(%(today)s::date, joined_on))::int AS years
        ) tenure
        CROSS JOIN LATERAL generate_series(0, tenure.years) AS k
    WHERE fresh AND (k = 0 OR pg_temp.chance('stays', n) %% 8 >= %(leavers)s
        OR k < tenure.years - pg_temp.chance('left', n) %% %(within)s)
), joined AS (
    INSERT INTO members_membership (person_id, plan_id, period, dues_cents, currency, grace_days,
        honorary, recorded_on, reason)
    SELECT year.person_id, plan.id, daterange(year.first, year.next), plan.dues_cents,
        plan.currency, plan.grace_days, false, year.first, ''
    FROM year, members_plan plan WHERE plan.id = %(plan)s
    RETURNING id, person_id, dues_cents, currency, lower(period) AS first
)
INSERT INTO members_payment (person_id, membership_id, cents, currency, method, received_on,
    source, reference, recorded_at)
SELECT person_id, id, dues_cents, currency, 'transfer', first, 'seed', 'seed-' || id, %(at)s
FROM joined
"""

# The second Tuesday of each of the last months, 19:00 on the wall clock; the past is closed.
MEETINGS = """
INSERT INTO events_meeting (uid, series_id, slug, number, title, topic, summary, starts_at, ends_at,
    timezone, time_assumed, venue_id, online_url, guest_limit, visibility, state, published_at,
    cancel_reason, closed_at, credits_minutes, sequence, search_text)
SELECT gen_random_uuid(), s.id, s.slug || '-' || day, n, s.name, topic, '',
    (day + s.local_time) AT TIME ZONE s.timezone,
    (day + s.local_time) AT TIME ZONE s.timezone + interval '2 hours', s.timezone, false,
    s.venue_id, '', 2, 'public', 'closed', day - interval '30 days', '', day + interval '2 days',
    60, 0,    lower(s.name || ' ' || topic)
FROM events_series s
    CROSS JOIN generate_series(1, %(months)s) AS n
    CROSS JOIN LATERAL (
        SELECT (date_trunc('month', %(today)s::date) - make_interval(months => n))::date AS first
    ) month
    CROSS JOIN LATERAL (
        SELECT first + ((9 - extract(isodow FROM first)::int) %% 7) + 7 AS day
    ) tuesday
    CROSS JOIN LATERAL (SELECT pg_temp.one_of(%(topics)s, 'topic', n) AS topic) words
WHERE s.id = %(series)s
ON CONFLICT (slug) DO NOTHING
"""

SEATINGS = """
INSERT INTO events_seating (meeting_id, mode, capacity, taken, last_wait)
SELECT id, 'in_person', NULL, 0, 0 FROM events_meeting WHERE series_id = %(series)s
ON CONFLICT (meeting_id, mode) DO NOTHING
"""

TALKS = """
WITH talks AS (
    INSERT INTO events_talk (meeting_id, title, abstract, slides_url, credit_minutes, position)
    SELECT m.id, m.topic, '', '', 0, 0 FROM events_meeting m
    WHERE m.series_id = %(series)s
        AND NOT EXISTS (SELECT FROM events_talk t WHERE t.meeting_id = m.id)
    RETURNING id, meeting_id
)
INSERT INTO events_speaking (meeting_id, talk_id, printed_name, affiliation, state, position)
SELECT meeting_id, talks.id, pg_temp.one_of(%(colours)s, 'speaks', m.slug) || ' '
    || pg_temp.one_of(%(plants)s, 'speaker', m.slug),
    pg_temp.one_of(%(firms)s, 'from', m.slug), 'confirmed', 0
FROM talks JOIN events_meeting m ON m.id = meeting_id
"""

# 60 to 150 answers a meeting (never more than half of all), four in five of them going.
ANSWERS = """
WITH chosen AS MATERIALIZED (
    SELECT DISTINCT m.id AS meeting_id, m.slug, m.starts_at,
        'member' || 1 + pg_temp.chance('who', m.slug || k) %% %(members)s || '@' || %(domain)s
            AS email
    FROM events_meeting m
        CROSS JOIN LATERAL (
            SELECT least(60 + pg_temp.chance('size', m.slug) %% 91, %(members)s / 2)::int AS size
        ) wanted
        CROSS JOIN LATERAL generate_series(1, wanted.size) AS k
    WHERE m.series_id = %(series)s
        AND NOT EXISTS (SELECT FROM events_rsvp r WHERE r.meeting_id = m.id)
)
INSERT INTO events_rsvp (uid, meeting_id, person_id, mode, state, party, answered_at, via, revision)
SELECT gen_random_uuid(), c.meeting_id, p.person_id, 'in_person',
    CASE WHEN pg_temp.chance('state', c.slug || c.email) %% 5 = 0 THEN 'declined' ELSE 'going' END,
    gen_random_uuid(), c.starts_at - interval '5 days', 'seed', 1
FROM chosen c
    JOIN seeded p ON p.email = c.email
"""

ATTENDANCES = """
INSERT INTO events_attendance (meeting_id, person_id, mode, state, arrived_at, method, recorded_at)
SELECT m.id, r.person_id, 'in_person',
    CASE WHEN pg_temp.chance('came', m.slug || r.person_id) %% 5 = 0
        THEN 'absent' ELSE 'present' END,
    CASE WHEN pg_temp.chance('came', m.slug || r.person_id) %% 5 > 0
        THEN m.starts_at - interval '5 minutes' END, 'name', m.ends_at
FROM events_meeting m JOIN events_rsvp r ON r.meeting_id = m.id AND r.state = 'going'
WHERE m.series_id = %(series)s
    AND NOT EXISTS (SELECT FROM events_attendance a WHERE a.meeting_id = m.id)
"""

COUNT_SEATS = """
UPDATE events_seating s SET taken = counted.taken
FROM (
    SELECT r.meeting_id, r.mode, count(*) AS taken FROM events_rsvp r
    JOIN events_meeting m ON m.id = r.meeting_id
    WHERE m.series_id = %(series)s AND r.state IN ('going', 'offered')
    GROUP BY r.meeting_id, r.mode
) counted
WHERE s.meeting_id = counted.meeting_id AND s.mode = counted.mode AND s.taken <> counted.taken
"""
