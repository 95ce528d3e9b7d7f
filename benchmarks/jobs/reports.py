"""A hundred thousand rows of attendance as one CSV over HTTP, beside COPY of the same rows."""

import http.client
import time
from http import HTTPStatus

from benchmarks.figures import Rounds, Row, at_most, under
from benchmarks.scene import SMALL, Scene

MEETINGS, EACH = 20, 5_000
ROWS = MEETINGS * EACH
# History and foreign keys are left out, as in all of the filling.
LUNCHES = """
SET session_replication_role TO replica;
WITH lunches AS (
    INSERT INTO events_series (name, slug, kind, rule, local_time, duration_minutes, timezone,
        guest_limit, description)
    VALUES ('Lunch', 'lunch', 'lunch', '', '12:00', 60, 'Europe/Berlin', 2, '') RETURNING id
), held AS (
    INSERT INTO events_meeting (uid, series_id, slug, title, topic, summary, starts_at, ends_at,
        timezone, time_assumed, online_url, guest_limit, visibility, state, published_at, closed_at,
        cancel_reason, credits_minutes, sequence, search_text)
    SELECT gen_random_uuid(), id, 'lunch-' || n, 'Lunch ' || n, '', '',
        now() - n * interval '7 days',
        now() - n * interval '7 days' + interval '1 hour', 'Europe/Berlin', false, '', 2, 'public',
        'closed', now() - interval '1 year', now(), '', 50, 0, ' lunch'
    FROM lunches, generate_series(1, {meetings}) AS n RETURNING id, starts_at
)
INSERT INTO events_attendance (meeting_id, person_id, mode, state, arrived_at, method, recorded_at)
SELECT id, i, 'in_person', 'present', starts_at, 'name', starts_at
FROM held, generate_series(1, {each}) AS i;
ANALYZE events_attendance; ANALYZE events_meeting;
"""
COPY = """
COPY (
    SELECT meeting.slug, meeting.starts_at, meeting.timezone, person.uid, person.name,
        email.address, '', seen.mode, host.name, seen.state, seen.arrived_at, seen.method,
        meeting.credits_minutes
    FROM events_attendance AS seen
    JOIN events_meeting AS meeting ON meeting.id = seen.meeting_id
    JOIN events_series AS series ON series.id = meeting.series_id AND series.kind = 'lunch'
    JOIN members_person AS person ON person.id = seen.person_id
    LEFT JOIN members_email AS email ON email.person_id = person.id AND email.for_letters
    LEFT JOIN members_person AS host ON host.id = seen.host_id
    WHERE seen.voided_at IS NULL ORDER BY meeting.starts_at, person.sort_name, person.id
) TO STDOUT (FORMAT csv, HEADER)
"""


def reports(scene: Scene) -> list[Row]:
    """From the pressed button to the last byte; what the first byte and the worker cost."""
    port, cookies = scene.web(SMALL), scene.officer(SMALL)
    with scene.machine.connect("postgres", scene.base(SMALL)) as server:
        server.execute(LUNCHES.format(meetings=MEETINGS, each=EACH))
    _download(port, cookies)
    before = scene.servers[port].memory()[0]
    csv, copy, first = [], [], []
    for _round in range(scene.rounds):
        begun, done = _download(port, cookies)
        first.append(begun)
        csv.append(done)
        copy.append(_copy(scene))
    grown = max(0.0, scene.servers[port].memory()[0] - before)
    name = f"report of {ROWS:,} rows as CSV"
    return [
        at_most(f"{name} (COPY)", Rounds.of(csv, "s"), Rounds.of(copy, "s"), 3, plus=1),
        under(f"{name}: first byte", Rounds.of(first, "s"), 1),
        under(f"{name}: the worker grows by", Rounds.of([grown], "MB"), 30),
    ]


def _download(port: int, cookies: dict[str, str]) -> tuple[float, float]:
    """Seconds to the first byte of the body, and to the last."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    start = time.perf_counter()
    words = "; ".join(f"{name}={value}" for name, value in cookies.items())
    connection.request("GET", "/reports/everybody.csv?kind=lunch", headers={"Cookie": words})
    answer = connection.getresponse()
    lines = answer.read(1).count(b"\n")
    begun = time.perf_counter() - start
    while block := answer.read(1 << 16):
        lines += block.count(b"\n")
    done = time.perf_counter() - start
    connection.close()
    if answer.status != HTTPStatus.OK or lines != ROWS + 1:
        raise RuntimeError(f"{answer.status} with {lines} lines instead of {ROWS + 1}")
    return begun, done


def _copy(scene: Scene) -> float:
    with scene.connect(SMALL) as server:
        start = time.perf_counter()
        with server.cursor().copy(COPY) as copy:
            for _block in copy:
                pass
        return time.perf_counter() - start
