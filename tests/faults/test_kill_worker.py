"""kill -9 in the middle of letters: by the mail server's own log none twice, none lost unseen."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from celery import Celery
from django.db import connection

from outbox.models import Letterhead, Message
from outbox.sealing import seal

TREE = Path(__file__).resolve().parents[2]
DELIVER = [sys.executable, "manage.py", "deliver"]
CARELESS = [sys.executable, "-m", "tests.faults.careless_deliver"]
WORKER = [sys.executable, "-m", "celery", "-A", "association", "worker", "-l", "warning"]
PATIENCE = 60


class Sink:
    """The mail server's process and what it says it took."""

    def __init__(self, log: Path, held: int = 0) -> None:
        self.log = log
        log.touch()
        words = [sys.executable, "-m", "tests.faults.mail_sink", str(log), "0.01", str(held)]
        self.process = subprocess.Popen(words, cwd=TREE, stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())

    def accepted(self) -> list[str]:
        return self.log.read_text().splitlines()

    def wait_for(self, count: int) -> None:
        """Until it has just taken so many letters, and has not yet said so."""
        wait_until(lambda: len(self.accepted()) >= count, pause=0.001)


@pytest.fixture
def sink(transactional_db: None, tmp_path: Path, request) -> Iterator[Sink]:
    """A running mail server, and an association with a letterhead."""
    server = Sink(tmp_path / "accepted.log", getattr(request, "param", 0))
    Letterhead.objects.create(
        name="The Club",
        sender="club@club.example",
        signer_name="The Secretary",
        reply_to="secretary@club.example",
        founded_at=datetime.now(UTC),
    )
    yield server
    server.process.kill()
    server.process.communicate()


@pytest.fixture
def start(sink: Sink) -> Iterator[Callable]:
    """Starts processes against the test database and the sink; ends what is left, by pid."""
    started: list[subprocess.Popen] = []

    def run(words: list[str], **extra: str) -> subprocess.Popen:
        env = os.environ | {
            "DATABASE_URL": database_url(),
            "MAIL_URL": f"smtp://127.0.0.1:{sink.port}",
            "DJANGO_SETTINGS_MODULE": "association.settings",
        }
        process = subprocess.Popen(words, cwd=TREE, env=env | extra, start_new_session=True)
        started.append(process)
        return process

    yield run
    for process in started:
        kill_tree(process)


NO_FAULTS: dict[str, object] = {
    "twice": [],
    "missing": 0,
    "undecided": {},
    "sent and never taken": set(),
    "taken and not on file": set(),
}


@pytest.mark.broad
def test_killed_deliveries_send_none_twice_and_lose_none(sink: Sink, start: Callable) -> None:
    write_letters(300)

    for count in (40, 120, 200, 270):
        kill_after(count, start(DELIVER), sink)
    assert start(DELIVER).wait(PATIENCE) == 0

    assert faults(sink, 300) == NO_FAULTS
    assert Message.objects.filter(state="uncertain").count() in range(1, 5)


@pytest.mark.broad
def test_a_killed_worker_tree_sends_none_twice_and_loses_none(
    sink: Sink, start: Callable, valkey: str
) -> None:
    write_letters(120)
    broker = Celery(broker=valkey)

    for count in (20, 60):
        worker = start(WORKER, REDIS_URL=valkey)
        wake(broker, 4)
        kill_after(count, worker, sink)
    start(WORKER, REDIS_URL=valkey)
    wake(broker, 4)
    wait_until(lambda: not waiting(), pause=0.2)

    assert faults(sink, 120) == NO_FAULTS


@pytest.mark.broad
@pytest.mark.parametrize("sink", [10], indirect=True)
def test_a_killed_child_of_the_worker_leaves_its_letter_uncertain(
    sink: Sink, start: Callable, valkey: str
) -> None:
    write_letters(60)
    worker = start(WORKER, REDIS_URL=valkey)
    broker = Celery(broker=valkey)
    wake(broker, 1)

    sink.wait_for(10)
    for child in children(worker.pid):
        os.kill(child, signal.SIGKILL)
    let_leases_run_out()
    wake(broker, 2)
    wait_until(lambda: not waiting(), pause=0.2)

    held = sink.accepted()[9]
    assert Message.objects.get(message_id=held).state == "uncertain"
    assert faults(sink, 60) == NO_FAULTS


@pytest.mark.broad
def test_without_the_committed_mark_letters_go_out_twice(sink: Sink, start: Callable) -> None:
    write_letters(60)

    for count in (10, 30):
        kill_after(count, start(CARELESS), sink)
    start(CARELESS).wait(PATIENCE)

    assert max(Counter(sink.accepted()).values()) > 1


def write_letters(count: int) -> None:
    """Log-in letters need no composer of any package; they leave by the same steps."""
    now = datetime.now(UTC)
    sealed = seal({"subject": "A letter", "text": "Text", "secrets": []})
    Message.objects.bulk_create(
        Message(
            kind="account.test",
            to=f"member{number}@club.example",
            dedupe_key=f"fault:{number}",
            not_before=now,
            created_at=now,
            sealed=sealed,
        )
        for number in range(count)
    )


def faults(sink: Sink, written: int) -> dict[str, object]:
    """The oracle: at most once each; what it took is sent or uncertain, what is sent it took."""
    taken = Counter(sink.accepted())
    rows = dict(Message.objects.values_list("message_id", "state"))
    sent = {name for name, state in rows.items() if state == "sent"}
    return {
        "twice": [name for name, times in taken.items() if times > 1],
        "missing": written - len(rows),
        "undecided": {n: state for n, state in rows.items() if state not in ("sent", "uncertain")},
        "sent and never taken": sent - set(taken),
        "taken and not on file": set(taken) - set(rows),
    }


def kill_after(count: int, process: subprocess.Popen, sink: Sink) -> None:
    """kill -9 of the whole tree the moment the server has taken so many; then time passes."""
    sink.wait_for(count)
    kill_tree(process)
    let_leases_run_out()


def kill_tree(process: subprocess.Popen) -> None:
    if process.poll() is None:
        for pid in (process.pid, *children(process.pid)):
            os.kill(pid, signal.SIGKILL)
    process.wait()


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def let_leases_run_out() -> None:
    """Two minutes pass for every lease, without waiting for them."""
    Message.objects.filter(lease_until__isnull=False).update(lease_until="2020-01-01T00:00Z")


def waiting() -> int:
    return Message.objects.filter(state__in=["pending", "retry", "claimed", "sending"]).count()


def wake(broker: Celery, times: int) -> None:
    for _ in range(times):
        broker.send_task("outbox.tasks.sweep")


def wait_until(is_done: Callable[[], bool], *, pause: float) -> None:
    end = time.monotonic() + PATIENCE
    while not is_done():
        assert time.monotonic() < end, "nothing moves"
        time.sleep(pause)


def database_url() -> str:
    given = connection.settings_dict
    words = {name: given[name] or "" for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")}
    return "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**words)
