"""The database or the broker is away: a clear page, quick answers, and nothing lost."""

import email
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from celery import Celery
from django.db import connection
from django.utils import timezone

from events.actions import meetings
from events.models import Attendance, Meeting, Rsvp
from members.models import Person
from outbox.models import Message
from tests.events.scenes import a_series
from tests.faults.test_last_seat import database_url
from tests.faults.web import CSRF, ROOT, signed_in, web_server
from tests.faults.wire import Wire
from tests.journeys.cast import a_standing_member, an_association, an_officer, log_in_of, wall

pytestmark = [
    pytest.mark.broad,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("static_files"),
]

QUICK = 3.0
WORKER = [
    sys.executable,
    "-m",
    "celery",
    "-A",
    "association",
    "worker",
    "-l",
    "error",
    "-P",
    "solo",
]


class Answer:
    """What came back, and how long it took."""

    def __init__(self, link: http.client.HTTPConnection, began: float) -> None:
        response = link.getresponse()
        self.status, self.headers = response.status, response.headers
        self.text = response.read().decode()
        self.seconds = time.monotonic() - began


def ask(port: int, path: str, cookies: str = "", **data: str) -> Answer:
    """GET, or POST where there is something to send."""
    headers = {"Cookie": cookies, "X-CSRFToken": CSRF}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as link:
        began = time.monotonic()
        link.request("POST" if data else "GET", path, urlencode(data) or None, headers)
        return Answer(link, began)


@pytest.fixture
def meeting() -> Meeting:
    """In an hour, seats for all."""
    now = timezone.now()
    an_association()
    made = meetings.create(
        series=a_series(), starts_local=wall(now + timedelta(hours=1)), by=None, at=now
    )
    meetings.publish(meeting=made, by=None, at=now)
    return made


@pytest.fixture
def member(meeting: Meeting) -> Person:
    return a_standing_member("A Member", "member@example.org")


@pytest.fixture
def wire() -> Iterator[Wire]:
    """To the database of the tests."""
    found = Wire(connection.settings_dict["HOST"], int(connection.settings_dict["PORT"]))
    yield found
    found.cut()


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """One that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as frozen:
        monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{frozen.getsockname()[1]}/0")
        yield frozen


def by_wire(wire: Wire) -> str:
    parts = urlsplit(database_url(connection.settings_dict["NAME"]))
    login = parts.netloc.rpartition("@")[0]
    return parts._replace(netloc=f"{login}@127.0.0.1:{wire.port}").geturl()


def test_without_the_database_every_page_says_come_back_and_then_works(wire, meeting, member):
    cookies = signed_in(log_in_of(member))
    rsvp = f"{meeting.get_absolute_url()}rsvp/"
    with web_server(by_wire(wire)) as port:
        assert ask(port, "/").status == 200

        wire.cut()
        down = [ask(port, path) for path in ("/", "/meetings/", "/accounts/login/")]
        down += [ask(port, "/", cookies), ask(port, rsvp, cookies, answer="going")]
        health = ask(port, "/healthz")
        wire.mend()
        after = [ask(port, path).status for path in ("/", "/meetings/", "/accounts/login/")]
        answered = ask(port, rsvp, cookies, answer="going")

    assert [(page.status, page.headers["Retry-After"]) for page in down] == [(503, "10")] * 5
    assert ["<h1" in page.text for page in down] == [True] * 5
    assert max(page.seconds for page in [*down, health]) < 5
    assert health.status == 503
    assert (after, answered.status) == ([200] * 3, 303)
    assert list(Rsvp.objects.values_list("person__name", "state")) == [("A Member", "going")]


def evening(port: int, meeting: Meeting, member: Person, secretary: Person) -> list[Answer]:
    """Home, an answer, and a check-in at the door."""
    cookies, address = signed_in(log_in_of(member)), meeting.get_absolute_url()
    return [
        ask(port, "/", cookies),
        ask(port, f"{address}rsvp/", cookies, answer="going"),
        ask(port, f"{address}door/in/{member.uid}/", signed_in(log_in_of(secretary)), at="door"),
    ]


def outcome(evening: list[Answer]) -> tuple:
    """What the three were answered, whether in time, and what stands in the records."""
    return (
        [answer.status for answer in evening],
        max(answer.seconds for answer in evening) < QUICK,
        Rsvp.objects.get().state,
        Attendance.objects.get().person,
        Message.objects.get(kind="rsvp.confirmation").state,
    )


def test_without_a_broker_answers_and_the_door_work(meeting, member, monkeypatch):
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    secretary = an_officer("Secretary", "Secretary")

    with web_server(database_url(connection.settings_dict["NAME"])) as port:
        answers = evening(port, meeting, member, secretary)

    assert outcome(answers) == ([200, 303, 303], True, "going", member, "pending")


def test_a_frozen_broker_delays_nobody_and_the_letter_leaves_afterwards(
    meeting, member, broker, valkey, tmp_path: Path
):
    secretary = an_officer("Secretary", "Secretary")
    with web_server(database_url(connection.settings_dict["NAME"])) as port:
        answers = evening(port, meeting, member, secretary)
    assert outcome(answers) == ([200, 303, 303], True, "going", member, "pending")
    assert list(tmp_path.glob("*.eml")) == []

    with worker(valkey, tmp_path):
        Celery(broker=valkey).send_task("outbox.tasks.sweep", ignore_result=True)
        wait_until(lambda: Message.objects.get(kind="rsvp.confirmation").state == "sent")

    confirmation = Message.objects.get(kind="rsvp.confirmation").message_id.strip("<>")
    letters = [email.message_from_bytes(file.read_bytes()) for file in tmp_path.glob("*.eml")]
    assert [letter["Message-ID"].strip("<>") for letter in letters].count(confirmation) == 1


class worker:
    """One worker on this broker, its letters in this folder."""

    def __init__(self, url: str, folder: Path) -> None:
        self.environment = os.environ | {
            "DATABASE_URL": database_url(connection.settings_dict["NAME"]),
            "REDIS_URL": url,
            "MAIL_URL": f"file:{folder}",
        }

    def __enter__(self) -> None:
        self.process = subprocess.Popen(WORKER, cwd=ROOT, env=self.environment)

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 40
    while not true():
        assert time.monotonic() < end, "It did not happen in time."
        time.sleep(0.2)
