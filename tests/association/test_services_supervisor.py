import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from association.services import files, processes
from association.supervisor import Supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); signal.signal(3, signal.SIG_IGN);"
    "time.sleep(60)",
]


# Signals that come while another is being answered: `make` passes on what the terminal sends too.
HAMMERED = """
import os, pathlib, signal, sys
from association.supervisor import Supervisor
for _round in range(200):
    one = Supervisor(pathlib.Path(sys.argv[1]), os.environ, print)
    signal.signal(signal.SIGALRM, lambda *_: one.stop())
    signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0003)
    one.run(lambda: None)
signal.setitimer(signal.ITIMER_REAL, 0)
print("ended")
"""


class Run:
    """A supervisor in a thread, and what it said."""

    def __init__(self, folder: Path, **programs: list[str]) -> None:
        self.said: list[str] = []
        self.supervisor = Supervisor(folder, os.environ, self.said.append)
        for name, words in programs.items():
            self.supervisor.add(name, words)
        self.up = threading.Event()
        self.thread = threading.Thread(target=self.supervisor.run, args=[self.up.set])
        self.thread.start()
        self.up.wait(10)

    def pid(self) -> int:
        process = self.supervisor.children[0].process
        return process.pid if process else 0

    def end(self) -> None:
        self.supervisor.stop()
        self.thread.join(20)


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)


@pytest.fixture
def run(tmp_path):
    run = Run(tmp_path, web=SLEEP)
    yield run
    run.end()


def test_a_dead_child_is_started_again_and_it_is_said(run, tmp_path):
    first = run.pid()

    os.kill(first, signal.SIGKILL)
    wait_until(lambda: run.pid() != first)

    assert processes.started(run.pid()) != ""
    assert run.said == [
        f"web has stopped; starting it again in 1 s. {tmp_path / 'log' / 'web.log'} says why."
    ]


def test_the_pause_doubles_up_to_half_a_minute(run):
    child = run.supervisor.children[0]

    pauses = [child.pause_after_death() for _ in range(8)]

    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]


def test_stopping_ends_every_child_even_a_stubborn_one(tmp_path):
    run = Run(tmp_path, kind=SLEEP, stubborn=STUBBORN)
    pids = [child.process.pid for child in run.supervisor.children if child.process]
    begun = time.monotonic()

    run.end()

    assert [processes.started(pid) for pid in pids] == ["", ""]
    assert time.monotonic() - begun < 10


def test_signals_that_follow_each_other_closely_end_it_too(tmp_path):
    words = [sys.executable, "-c", HAMMERED, str(tmp_path)]

    done = subprocess.run(words, capture_output=True, text=True, timeout=30, check=False)

    assert (done.stdout.strip(), done.returncode) == ("ended", 0)


def test_what_a_killed_supervisor_left_behind_is_ended(tmp_path):
    with subprocess.Popen(SLEEP) as orphan, subprocess.Popen(SLEEP) as stranger:
        note = {
            "web": (orphan.pid, processes.started(orphan.pid)),
            "worker": (stranger.pid, "the start time of somebody else"),
        }
        files.write_state(tmp_path / "processes.json", note)
        said: list[str] = []

        Supervisor(tmp_path, os.environ, said.append).end_leftovers()

        # Whoever collects the child first hears how it ended; the other one hears 0.
        assert orphan.wait(5) in (-signal.SIGTERM, 0)
        assert stranger.poll() is None
        assert said == [f"Ending web ({orphan.pid}), left behind by an earlier run."]
        stranger.kill()
