"""Letters, the processes that send them, and what the mail server says it took: the oracle."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from celery import Celery
from django.db import connection

from outbox.models import Message
from outbox.sealing import seal

TREE = Path(__file__).resolve().parents[2]
DELIVER = [sys.executable, "manage.py", "deliver"]
CARELESS = [sys.executable, "-m", "tests.faults.careless_deliver"]
WORKER = [sys.executable, "-m", "celery", "-A", "association", "worker", "-l", "warning"]
PATIENCE = 60


NO_FAULTS: dict[str, object] = {
    "twice": [],
    "missing": 0,
    "undecided": {},
    "sent and never taken": set(),
    "taken and not on file": set(),
}


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
