"""Keeps the processes of one installation running in the foreground, and ends them all.

A child that dies is started again after a pause that doubles. Children are told apart by number
and start time and noted in a file, so that a later run can end what a killed one left behind.
"""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Protocol

from association.services import files, processes

LOOK_SECONDS = 0.2
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
# After a life this long the next death counts as the first one.
CALM_SECONDS = 30.0
# Asked kindly, asked firmly (Celery's cold shutdown), killed: seconds since the first signal.
KIND_SECONDS, FIRM_SECONDS = 4.0, 6.0


class Service(Protocol):
    """A local server: it knows whether it runs and how to start."""

    name: str

    def is_running(self) -> bool: ...
    def start(self) -> None: ...


class Child:
    """One process of ours, its log file and its luck so far."""

    def __init__(self, name: str, words: Sequence[str], log: Path, *, late: bool) -> None:
        self.name = name
        self.words = list(words)
        self.log = log
        self.late = late
        self.process: subprocess.Popen[bytes] | None = None
        self.start_mark = ""
        self.born = 0.0
        self.pause = FIRST_PAUSE
        self.due: float | None = None

    def start(self, environment: Mapping[str, str]) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only the supervisor."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.words,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.start_mark = processes.started(self.process.pid)
        self.born = time.monotonic()
        self.due = None

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def pause_after_death(self) -> float:
        """Seconds to wait before the next start; they double while it keeps dying young."""
        lived = time.monotonic() - self.born
        self.pause = FIRST_PAUSE if lived > CALM_SECONDS else min(self.pause * 2, LONGEST_PAUSE)
        return self.pause

    def kill_group(self) -> None:
        """End whatever it and its own children have not ended themselves."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            # Nothing left: the group is gone, or (on macOS) only zombies are in it.
            return


class Supervisor:
    """Runs children until `stop` is called (signal handlers may call it)."""

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str],
        say: Callable[[str], object],
        services: Sequence[Service] = (),
    ) -> None:
        self.environment = environment
        self.children: list[Child] = []
        self.logs = files.make_folder(folder / "log")
        self._note = folder / "processes.json"
        self._say = say
        self._services = services
        # Not an Event: its `set` in a signal handler waits for the lock its `wait` may hold.
        self._asked: SimpleQueue[None] = SimpleQueue()
        self._up = threading.Event()

    def add(self, name: str, words: Sequence[str], *, late: bool = False) -> None:
        """One more process to run; its output goes to `log/<name>.log`, made afresh.

        A late one waits until `when_up` of `run` has returned, leaving the machine to the others.
        """
        log = self.logs / f"{name}.log"
        log.write_bytes(b"")
        self.children.append(Child(name, words, log, late=late))

    def stop(self) -> None:
        """Ask `run` to end everything; safe in a signal handler."""
        self._asked.put(None)

    def end_leftovers(self) -> None:
        """End the children of an earlier run that was killed before it could."""
        for name, (pid, start) in files.read_state(self._note).items():
            if processes.is_same(pid, start):
                self._say(f"Ending {name} ({pid}), left behind by an earlier run.")
                processes.stop(pid, start, (signal.SIGTERM, signal.SIGKILL), patience=4)

    def run(self, when_up: Callable[[], object]) -> None:
        """Start all, call `when_up` in a thread of its own, watch until stopped, end all."""
        try:
            self._start(child for child in self.children if not child.late)
            threading.Thread(target=self._announce, args=[when_up], daemon=True).start()
            while not self._is_asked_to_stop():
                self._look()
        finally:
            self._end_all()

    def _is_asked_to_stop(self) -> bool:
        """Wait a moment for it."""
        try:
            self._asked.get(timeout=LOOK_SECONDS)
        except Empty:
            return False
        return True

    def _look(self) -> None:
        for service in self._services:
            if not service.is_running():
                self._say(f"{service.name} has stopped; starting it again.")
                service.start()
        for child in self.children:
            if child.is_alive():
                continue
            if child.process is None:
                if self._up.is_set():
                    self._start([child])
            elif child.due is None:
                pause = child.pause_after_death()
                child.due = time.monotonic() + pause
                self._say(
                    f"{child.name} has stopped; starting it again in {pause:g} s."
                    f" {child.log} says why."
                )
            elif time.monotonic() >= child.due:
                child.kill_group()
                self._start([child])

    def _announce(self, when_up: Callable[[], object]) -> None:
        try:
            when_up()
        finally:
            self._up.set()

    def _start(self, children: Iterable[Child]) -> None:
        for child in children:
            child.start(self.environment)
        self._write_note()

    def _end_all(self) -> None:
        begun = time.monotonic()
        for child in self.children:
            if child.process is not None and child.is_alive():
                processes.send(child.process.pid, signal.SIGTERM)
        firm = False
        while any(child.is_alive() for child in self.children):
            waited = time.monotonic() - begun
            if waited > FIRM_SECONDS:
                break
            if waited > KIND_SECONDS and not firm:
                firm = True
                for child in self.children:
                    if child.process is not None and child.is_alive():
                        processes.send(child.process.pid, signal.SIGQUIT)
            time.sleep(0.05)
        for child in self.children:
            child.kill_group()
            if child.process is not None:
                child.process.wait()
        self._note.unlink(missing_ok=True)

    def _write_note(self) -> None:
        alive = {
            child.name: (child.process.pid, child.start_mark)
            for child in self.children
            if child.process is not None
        }
        files.write_state(self._note, alive)
