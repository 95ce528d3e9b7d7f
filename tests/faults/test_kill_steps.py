"""The sender dies, or sleeps, at every step of a letter: the mail server gets each once at most."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from celery import Celery

from outbox.models import Letterhead, Message
from tests.faults.figures import Line, note
from tests.faults.scene import (
    NO_FAULTS,
    WORKER,
    Sink,
    children,
    faults,
    kill_tree,
    wait_until,
    waiting,
    wake,
    write_letters,
)

STEPS = ("claimed", "written", "connected", "marked", "half given", "taken", "sent")
# Where a letter may have left when its sender dies, nobody knows, and the record says so.
UNKNOWABLE = ("marked", "half given", "taken")
FAILING = [word if word != "association" else "tests.faults.failing" for word in WORKER]
DELIVER = [sys.executable, "-m", "tests.faults.failing"]
LONG = 240
POISON = "member39@club.example"

pytestmark = pytest.mark.long


@pytest.fixture
def lots(tmp_path: Path) -> Callable[[int], str]:
    """So many faults, as a folder of files."""

    def make(count: int) -> str:
        folder = tmp_path / "lots"
        folder.mkdir(exist_ok=True)
        for number in range(count):
            (folder / str(number)).touch()
        return str(folder)

    return make


def unlimited() -> None:
    Letterhead.objects.update(per_minute=100_000)


def drain(broker: Celery, again: Callable[[], None] = lambda: None) -> float:
    """Wake the worker until no letter waits; gives the seconds that took."""
    began = time.monotonic()
    while waiting():
        assert time.monotonic() - began < LONG, "nothing moves"
        again()
        wake(broker, 1)
        time.sleep(0.3)
    return time.monotonic() - began


def told(fault: str, sink: Sink, written: int, *, kills: int, recovery: float | None = None) -> int:
    """Notes what the oracle says; gives the number of uncertain letters."""
    taken = Counter(sink.accepted())
    uncertain = Message.objects.filter(state="uncertain").count()
    found = faults(sink, written)
    note(
        Line(
            fault,
            kills=kills,
            letters=written,
            doubles=sum(times > 1 for times in taken.values()),
            losses=len(found["undecided"]) + len(found["sent and never taken"]),
            uncertain=uncertain,
            recovery=recovery,
        )
    )
    assert found == NO_FAULTS
    return uncertain


@pytest.mark.parametrize("step", STEPS)
def test_a_child_killed_at_a_step_sends_none_twice_and_loses_none(
    step: str, sink: Sink, start: Callable, valkey: str, lots: Callable
) -> None:
    write_letters(150)
    often = "1" if step == "claimed" else "3"
    folder = lots(20)
    extra = {"FAULT_STEP": step, "FAULT_LOTS": folder, "FAULT_WHOM": "child", "FAULT_PASS": often}
    start(FAILING, REDIS_URL=valkey, **extra)

    seconds = drain(Celery(broker=valkey))

    assert os.listdir(folder) == []
    uncertain = told(f"child killed: {step}", sink, 150, kills=20, recovery=seconds)
    assert uncertain == (20 if step in UNKNOWABLE else 0)


@pytest.mark.parametrize("step", STEPS)
def test_a_tree_killed_at_a_step_sends_none_twice_and_loses_none(
    step: str, sink: Sink, start: Callable, valkey: str, lots: Callable
) -> None:
    write_letters(60)
    often = "1" if step == "claimed" else "3"
    folder = lots(5)
    extra = {"FAULT_STEP": step, "FAULT_LOTS": folder, "FAULT_WHOM": "tree", "FAULT_PASS": often}
    running = [start(FAILING, REDIS_URL=valkey, **extra)]

    def again() -> None:
        if running[-1].poll() is not None:
            running.append(start(FAILING, REDIS_URL=valkey, **extra))

    seconds = drain(Celery(broker=valkey), again)

    assert (os.listdir(folder), len(running)) == ([], 6)
    uncertain = told(f"tree killed: {step}", sink, 60, kills=5, recovery=seconds)
    assert uncertain in (range(5, 11) if step in UNKNOWABLE else range(6))


def test_without_the_committed_mark_a_child_killed_after_the_word_sends_again(
    sink: Sink, start: Callable, valkey: str, lots: Callable
) -> None:
    write_letters(40)
    extra = {"FAULT_STEP": "taken", "FAULT_LOTS": lots(5), "FAULT_WHOM": "child"}
    start(FAILING, REDIS_URL=valkey, FAULT_CARELESS="mark", **extra)

    drain(Celery(broker=valkey))

    assert max(Counter(sink.accepted()).values()) > 1


def test_a_hundred_kills_at_random_over_1500_letters(
    sink: Sink, start: Callable, valkey: str, lots: Callable
) -> None:
    """Children every few tenths of a second, the whole tree every twentieth time."""
    unlimited()
    write_letters(1500)
    extra = {"FAULT_STEP": "none", "FAULT_LOTS": lots(0), "FAULT_WHOM": "child"}
    broker, dice, kills = Celery(broker=valkey), random.Random(10), 0
    running: list[subprocess.Popen] = []

    def keep() -> None:
        """Start the worker (again) where it is gone, as a supervisor does."""
        if not running or running[-1].poll() is not None:
            running.append(start(FAILING, REDIS_URL=valkey, **extra))

    end = time.monotonic() + 2 * LONG
    while kills < 120 and waiting() and time.monotonic() < end:
        keep()
        wake(broker, 1)
        time.sleep(dice.uniform(0.05, 0.25))
        if kills % 20 == 19:
            kill_tree(running[-1])
        elif victims := children(running[-1].pid):
            os.kill(dice.choice(victims), signal.SIGKILL)
        else:
            continue
        kills += 1
    seconds = drain(broker, keep)

    assert kills >= 100
    assert told("killed at random", sink, 1500, kills=kills, recovery=seconds) <= kills


@pytest.mark.parametrize("step", ["claimed", "written", "connected", "marked", "taken"])
def test_a_sleeper_that_wakes_after_its_lease_sends_nothing_twice(
    step: str, sink: Sink, start: Callable, lots: Callable
) -> None:
    uncertain = sleep_and_wake(step, sink, start, lots)

    assert told(f"stopped past the lease: {step}", sink, 30, kills=1) == uncertain == 0


def test_without_the_committed_mark_the_sleeper_sends_it_again(
    sink: Sink, start: Callable, lots: Callable
) -> None:
    sleep_and_wake("connected", sink, start, lots, FAULT_CARELESS="mark")

    assert max(Counter(sink.accepted()).values()) > 1


def test_a_letter_that_kills_whoever_writes_it_leaves_ninety_nine(
    sink: Sink, start: Callable, valkey: str, lots: Callable
) -> None:
    sent = sent_beside_the_poison(start, valkey, lots)

    taken = Counter(sink.accepted())
    poison = Message.objects.get(to=POISON)
    note(
        Line(
            "poison letter",
            letters=100,
            kills=poison.attempts,
            doubles=sum(times > 1 for times in taken.values()),
            losses=99 - sent,
            uncertain=0,
        )
    )
    assert (sent, len(taken), poison.state) == (99, 99, "retry")


def test_without_the_count_of_dead_workers_the_poison_would_kill_for_ever(
    sink: Sink, start: Callable, valkey: str, lots: Callable
) -> None:
    sent_beside_the_poison(start, valkey, lots, FAULT_CARELESS="count")
    time.sleep(10)

    poison = Message.objects.get(to=POISON)
    assert (poison.state in ("pending", "claimed"), poison.attempts) == (True, 0)


def sent_beside_the_poison(start: Callable, valkey: str, lots: Callable, **more: str) -> int:
    """A hundred letters, the 40th kills; gives how many were sent within 25 seconds."""
    write_letters(100)
    extra = {"FAULT_STEP": "none", "FAULT_LOTS": lots(0), "FAULT_WHOM": "child"}
    start(FAILING, REDIS_URL=valkey, FAULT_POISON=POISON, **extra, **more)
    broker, end = Celery(broker=valkey), time.monotonic() + 25
    sent = Message.objects.filter(state="sent")
    while time.monotonic() < end and sent.count() < 99:
        wake(broker, 1)
        time.sleep(0.5)
    return sent.count()


def sleep_and_wake(step: str, sink: Sink, start: Callable, lots: Callable, **more: str) -> int:
    """One sender is stopped at its third letter, another sends the rest after the lease has run
    out, then the first goes on. Gives how many letters are uncertain in the end."""
    write_letters(30)
    often = "1" if step == "claimed" else "3"
    extra = {"FAULT_STEP": step, "FAULT_LOTS": lots(1), "FAULT_WHOM": "stop", "FAULT_PASS": often}
    sleeper = start(DELIVER, **extra, **more)
    wait_until(lambda: stat_of(sleeper.pid) == "T", pause=0.05)
    time.sleep(2.5)
    other = start(DELIVER, **extra | {"FAULT_STEP": "none"}, **more)
    other.wait(60)
    assert waiting() == 0
    os.kill(sleeper.pid, signal.SIGCONT)
    sleeper.wait(60)
    return Message.objects.filter(state="uncertain").count()


def stat_of(pid: int) -> str:
    """The letter proc(5) has for what the process does; T while it is stopped."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
