"""The broker forgets everything or freezes: pages stay quick, and soon afterwards all is well."""

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis
from django.db import connection
from django.urls import reverse

from association.services.valkey import Valkey
from events.models import Meeting, Rsvp
from events.queries.promises import violations
from outbox.models import Message
from tests.faults.figures import Line, note
from tests.faults.scene import (
    WORKER,
    Sink,
    wait_until,
    waiting,
)
from tests.faults.test_down import ask
from tests.faults.test_last_seat import a_crowd, an_open_meeting, database_url
from tests.faults.web import web_server

pytestmark = [
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("static_files"),
]

QUICK, SOON = 3.0, 120.0
BEAT = [sys.executable, "-m", "celery", "-A", "association", "beat", "-l", "error"]


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Valkey]:
    """A broker of its own, which may be killed."""
    server = Valkey(tmp_path / "broker")
    server.start()
    yield server
    os.kill(server.pid(), signal.SIGCONT)
    server.stop()


def beat(start: Callable, broker: Valkey, folder: Path, name: str = "beat") -> None:
    start([*BEAT, "-s", str(folder / name), "--pidfile="], REDIS_URL=broker.url())


@contextmanager
def frozen(broker: Valkey) -> Iterator[None]:
    os.kill(broker.pid(), signal.SIGSTOP)
    yield
    os.kill(broker.pid(), signal.SIGCONT)


@contextmanager
def forgetful(broker: Valkey) -> Iterator[None]:
    """It forgets everything, at once and again later."""
    with redis.Redis.from_url(broker.url()) as client:
        client.flushall()
        yield
        client.flushall()


def press(port: int, meeting: Meeting, cookies: list[str], seconds: float) -> float:
    """So long, everybody in turn looks at the first page and answers; gives the slowest answer."""
    slowest, path = 0.0, reverse("rsvp", args=[meeting.slug])
    for cookie in cookies:
        pages = [ask(port, "/", cookie), ask(port, path, cookie, answer="going")]
        assert [page.status for page in pages] == [200, 303]
        slowest = max(slowest, *(page.seconds for page in pages))
        time.sleep(seconds / len(cookies))
    return slowest


def all_left(oracle: Sink, answers: int) -> bool:
    return not waiting() and len(set(oracle.accepted())) >= answers


def told(fault: str, oracle: Sink, began: float, *, kills: int | None = None) -> None:
    """Notes and judges: nobody twice, everybody once, all within two minutes."""
    taken, seconds = Counter(oracle.accepted()), time.monotonic() - began
    doubles = sum(times > 1 for times in taken.values())
    losses = Message.objects.exclude(state__in=["sent", "uncertain"]).count()
    uncertain = Message.objects.filter(state="uncertain").count()
    note(Line(fault, 1, kills, sum(taken.values()), doubles, losses, uncertain, seconds))
    assert (doubles, losses, uncertain, seconds < SOON) == (0, 0, 0, True)


@pytest.mark.parametrize(("fault", "seconds"), [(forgetful, 10), (frozen, 40)])
def test_whatever_the_broker_does_pages_stay_quick_and_letters_leave_soon_after(
    fault: Callable,
    seconds: int,
    broker: Valkey,
    oracle: Sink,
    start: Callable,
    tmp_path,
    monkeypatch,
) -> None:
    monkeypatch.setenv("REDIS_URL", broker.url())
    cookies, meeting = a_crowd(24), an_open_meeting(100)
    start(WORKER, REDIS_URL=broker.url())
    beat(start, broker, tmp_path)

    with web_server(database_url(connection.settings_dict["NAME"])) as port:
        press(port, meeting, cookies[:4], 1)
        wait_until(lambda: all_left(oracle, 4), pause=0.2)
        with fault(broker):
            slowest = press(port, meeting, cookies[4:], seconds)
        began = time.monotonic()
        while not all_left(oracle, 24) and time.monotonic() - began < SOON:
            time.sleep(0.5)

    told(f"broker {fault.__name__} for {seconds} s", oracle, began)
    assert slowest < QUICK
    assert (Rsvp.objects.filter(state="going").count(), violations()) == (24, [])


def test_without_the_sweep_a_lost_wake_up_is_a_letter_that_stays(
    broker: Valkey, oracle: Sink, start: Callable, monkeypatch
) -> None:
    monkeypatch.setenv("REDIS_URL", broker.url())
    cookies, meeting = a_crowd(3), an_open_meeting(100)
    with web_server(database_url(connection.settings_dict["NAME"])) as port:
        press(port, meeting, cookies, 1)
    with redis.Redis.from_url(broker.url()) as client:
        client.flushall()

    start(WORKER, REDIS_URL=broker.url())
    time.sleep(35)

    assert oracle.accepted() == []
    assert waiting() >= len(cookies)
