"""Attendance of 10,000 rows as CSV and XLSX, beside COPY and xlsxwriter alone."""

import time
from pathlib import Path

from benchmarks import client
from benchmarks.figures import Rounds, Row, at_most
from benchmarks.filling import CROWDED
from benchmarks.scene import SMALL, Scene

COPY = """
COPY (
    SELECT meeting.slug, meeting.starts_at, meeting.timezone, person.uid, person.name,
        email.address, rsvp.state, rsvp.mode, host.name, seen.state, seen.arrived_at, seen.method,
        meeting.credits_minutes
    FROM events_rsvp AS rsvp
    JOIN events_meeting AS meeting ON meeting.id = rsvp.meeting_id
    JOIN members_person AS person ON person.id = rsvp.person_id
    LEFT JOIN members_email AS email ON email.person_id = person.id AND email.for_letters
    LEFT JOIN members_person AS host ON host.id = rsvp.host_id
    LEFT JOIN events_attendance AS seen ON seen.meeting_id = meeting.id
        AND seen.person_id = person.id AND seen.voided_at IS NULL
    WHERE meeting.slug = 'crowded' ORDER BY person.sort_name, person.id
) TO STDOUT (FORMAT csv, HEADER)
"""


def export(scene: Scene) -> list[Row]:
    """From the pressed button to the last byte, as an officer."""
    port, cookies = scene.web(SMALL), scene.officer(SMALL)
    requests = {
        kind: client.get(f"/meetings/{CROWDED}/attendance.{kind}", cookies)
        for kind in ("csv", "xlsx")
    }
    body = _download(port, requests["csv"])[1]
    if body.count(b"\n") != scene.crowd + 1:
        raise RuntimeError(f"{body.count(b'\n')} lines instead of {scene.crowd + 1}")
    cells = scene.folder / "cells.csv"
    cells.write_bytes(body)
    csv, copy, xlsx, alone = [], [], [], []
    for _round in range(scene.rounds):
        csv.append(_download(port, requests["csv"])[0])
        copy.append(_copy(scene))
        xlsx.append(_download(port, requests["xlsx"])[0])
        alone += _alone(scene, cells)
    rows = f"{scene.crowd:,} rows"
    return [
        at_most(f"attendance CSV, {rows} (COPY)", _s(csv), _s(copy), 3, plus=0.1),
        at_most(f"attendance XLSX, {rows} (xlsxwriter alone)", _s(xlsx), _s(alone), 2),
    ]


def _download(port: int, request: bytes) -> tuple[float, bytes]:
    connection = client.Connection(port)
    start = time.perf_counter()
    status, body = connection.send(request)
    seconds = time.perf_counter() - start
    connection.close()
    if status != 200:
        raise RuntimeError(f"the export answers {status}")
    return seconds, body


def _copy(scene: Scene) -> float:
    with scene.connect(SMALL) as server:
        start = time.perf_counter()
        with server.cursor().copy(COPY) as copy:
            for _block in copy:
                pass
        return time.perf_counter() - start


def _alone(scene: Scene, cells: Path) -> list[float]:
    return list(scene.machine.inside("write_xlsx", cells=str(cells), rounds=1))


def _s(values: list[float]) -> Rounds:
    return Rounds.of(values, "s")
