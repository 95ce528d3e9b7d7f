"""Synthetic members and meetings of an exact shape, by plain SQL: every figure knows its rows."""

from dataclasses import dataclass

from psycopg import Connection

from benchmarks import decade

MEMBERS_WITH_LOGIN = 5_000
# This many people share one surname, however many members there are.
NAMESAKES, SURNAME = 60, "Quorum"
HOT, PAGE, REMINDED, CROWDED = "hot", "page", "reminded", "crowded"
HOT_SEATS = 400
DUE_SHARE = 20  # every twentieth membership is due for a renewal letter
TALKS = 24

PEOPLE = """
INSERT INTO members_user (email, password, is_active, is_superuser, date_joined)
SELECT 'member' || i || '@bench.example', '!unusable', true, i = 1, now()
FROM generate_series(1, least(%(members)s, %(logins)s)) AS i;

WITH one AS (
    SELECT i,
        ('{Ada,Ben,Cleo,Dov,Eva,Finn,Gala,Hugo,Ines,Jon}'::text[])[1 + i %% 10] AS first,
        CASE WHEN i %% %(apart)s = 0 AND i <= %(apart)s * %(namesakes)s THEN %(surname)s
            ELSE ('{Al,Ber,Cor,Dan,El,Far,Gor,Hal,Is,Jan}'::text[])[1 + i / 10 %% 10]
              || ('{mar,tol,ven,dor,lin,sk,ber,gan,pol,rit}'::text[])[1 + i / 100 %% 10]
              || ('{ak,en,er,ia,is,o,ova,sen,ski,y}'::text[])[1 + i / 1000 %% 10]
        END AS last,
        (ARRAY['Engineer','Architect','Teacher','Analyst','Editor'])[1 + i %% 5] AS headline,
        'Company ' || i %% 500 AS employer,
        (ARRAY['Bern','Graz','Kiel','Linz','Ulm','Wien'])[1 + i %% 6] AS city
    FROM generate_series(1, %(members)s) AS i
)
INSERT INTO members_person (id, uid, user_id, name, known_as, sort_name, search_text, phone,
    postal_address, headline, employer, city, skills, timezone, language, link_epoch, joined_on,
    extra, created_at)
SELECT i, gen_random_uuid(),
    (SELECT id FROM members_user WHERE email = 'member' || i || '@bench.example'),
    first || ' ' || last, '', lower(last || ' ' || first),
    lower(concat_ws(' ', '', first, last, employer, city, 'planning', headline)),
    '', '', headline, employer, city, 'Planning', '', '', 0, %(today)s::date - 700, '{}', now()
FROM one ORDER BY i;
SELECT setval('members_person_id_seq', %(members)s);

INSERT INTO members_email (person_id, address, canonical, for_letters, verified_at)
SELECT i, 'member' || i || '@bench.example', 'member' || i || '@bench.example', true, now()
FROM generate_series(1, %(members)s) AS i;

INSERT INTO members_visibility (person_id, field, audience)
SELECT i, 'city', 'nobody' FROM generate_series(1, %(members)s, 10) AS i;
"""

MEMBERSHIPS = """
INSERT INTO members_plan (name, dues_cents, currency, months, grace_days, honorary, open_to_new)
VALUES ('Member', 6000, 'EUR', 12, 30, false, true);

WITH terms AS (
    SELECT i, CASE WHEN i %% %(share)s = 0 THEN %(today)s::date + 1 + i / %(share)s %% 59
        ELSE %(today)s::date + 70 + i %% 280 END AS ends
    FROM generate_series(1, %(members)s) AS i
)
INSERT INTO members_membership (person_id, plan_id, period, dues_cents, currency, grace_days,
    honorary, recorded_on, reason)
SELECT i, (SELECT id FROM members_plan), daterange(ends - back, ends - back + 365), 6000, 'EUR', 30,
    false, ends - back, ''
FROM terms, (VALUES (730), (365)) AS years (back);
"""

LETTERHEAD = """
INSERT INTO outbox_letterhead (name, tagline, timezone, locale, currency, postal_address, sender,
    signer_name, reply_to, per_minute, per_hour, per_day, founded_at, released_at, released_by,
    singleton)
VALUES ('Benchmark Society', 'A society of numbers', 'Europe/Berlin', 'en', 'EUR', 'Loopback 127',
    'letters@bench.example', 'The Board', 'board@bench.example', 10000000, 100000000, 1000000000,
    now() - interval '800 days', now() - interval '800 days', 'Setup', true);
"""

SERIES = """
INSERT INTO events_venue (name, address, city, how_to_find, map_url)
VALUES ('The Hall', 'Loopback 127', 'Bern', 'First floor', '');
INSERT INTO events_series (name, slug, kind, rule, local_time, duration_minutes, timezone,
    guest_limit, description)
VALUES ('Monthly talk', 'talk', 'talk', 'FREQ=MONTHLY;BYDAY=2TU', '19:00', 120, 'Europe/Berlin',
    2, '');
"""

MEETING = """
WITH one AS (
    INSERT INTO events_meeting (uid, series_id, slug, title, topic, summary, starts_at, ends_at,
        timezone, time_assumed, venue_id, online_url, guest_limit, visibility, state, published_at,
        closed_at, cancel_reason, credits_minutes, sequence, search_text)
    SELECT gen_random_uuid(), (SELECT id FROM events_series), %(slug)s, 'Talk ' || %(slug)s,
        'Measuring', 'What the numbers say.', %(starts)s, %(starts)s + interval '2 hours',
        'Europe/Berlin', false, (SELECT id FROM events_venue), '', 2, 'public', %(state)s,
        %(starts)s - interval '60 days', CASE WHEN %(state)s = 'closed' THEN %(starts)s END, '',
        0, 0, ' talk measuring'
    RETURNING id
), talk AS (
    INSERT INTO events_talk (meeting_id, title, abstract, slides_url, credit_minutes, position)
    SELECT id, 'Measuring', 'What the numbers say.', '', 0, 0 FROM one RETURNING id, meeting_id
), speaker AS (
    INSERT INTO events_speaking (meeting_id, talk_id, person_id, printed_name, affiliation, state,
        position)
    SELECT meeting_id, id, 2, 'Cleo Speaker', 'Company 2', 'confirmed', 0 FROM talk
), seats AS (
    INSERT INTO events_seating (meeting_id, mode, capacity, taken, last_wait)
    SELECT id, 'in_person', %(capacity)s, %(answers)s, 0 FROM one
)
INSERT INTO events_rsvp (uid, meeting_id, person_id, mode, state, party, answered_at, via, revision)
SELECT gen_random_uuid(), one.id, i, 'in_person', 'going', gen_random_uuid(),
    %(starts)s - interval '20 days', 'web', 1
FROM one, generate_series(1, %(answers)s) AS i
"""

ATTENDANCE = """
INSERT INTO events_attendance (meeting_id, person_id, mode, state, arrived_at, method, recorded_at)
SELECT rsvp.meeting_id, rsvp.person_id, 'in_person', 'present', meeting.starts_at, 'name',
    meeting.starts_at
FROM events_rsvp AS rsvp JOIN events_meeting AS meeting ON meeting.id = rsvp.meeting_id
WHERE meeting.state = 'closed' AND rsvp.person_id % 5 <> 0
"""


@dataclass(frozen=True)
class Shape:
    """How large the association is; `crowd` answers stand at the meeting that is exported, and ten
    years lie behind one that `is_old`."""

    members: int
    crowd: int
    is_old: bool = False

    @property
    def due(self) -> int:
        """Memberships that need a renewal letter today."""
        return self.members // DUE_SHARE

    @property
    def silent(self) -> int:
        """Members who have not answered the meeting in six days."""
        return self.members - self.members // 2


def fill(server: Connection, shape: Shape) -> None:
    """Fill an empty, migrated database; `server` is a superuser's connection.

    History and foreign keys are left out while filling: they would take minutes.
    """
    server.execute("SET session_replication_role TO replica")
    # The due day is counted in the association's zone, as the app does.
    server.execute("SET timezone TO 'Europe/Berlin'")
    today = server.execute("SELECT current_date").fetchone()[0]
    values = {
        "members": shape.members,
        "logins": MEMBERS_WITH_LOGIN,
        "namesakes": NAMESAKES,
        "apart": shape.members // NAMESAKES,
        "surname": SURNAME,
        "share": DUE_SHARE,
        "today": today,
    }
    server.execute(LETTERHEAD + SERIES)
    for statement in (PEOPLE + MEMBERSHIPS).split(";\n"):
        server.execute(statement, values)
        # Checks of foreign keys planned on empty tables would read them whole, row after row.
        server.execute("ANALYZE")
    for number in range(TALKS):
        answers = min(60 + number * 90 // (TALKS - 1), shape.members)
        _meeting(server, f"talk-{number}", -30 * (number + 1), "closed", None, answers)
    _meeting(server, CROWDED, -1, "closed", None, shape.crowd)
    _meeting(server, PAGE, 38, "published", 200, min(150, shape.members))
    _meeting(server, HOT, 40, "published", HOT_SEATS, 0)
    _meeting(server, REMINDED, 6.5, "published", None, shape.members // 2)
    server.execute(ATTENDANCE)
    if shape.is_old:
        decade.fill(server, shape.members, today)
    server.execute("VACUUM ANALYZE")


def _meeting(
    server: Connection, slug: str, days: float, state: str, capacity: int | None, answers: int
) -> None:
    starts = server.execute("SELECT now() + %s * interval '1 day'", [days]).fetchone()[0]
    values = {"slug": slug, "starts": starts, "state": state, "capacity": capacity}
    server.execute(MEETING, values | {"answers": answers})
