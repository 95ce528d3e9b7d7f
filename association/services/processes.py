"""Processes told apart by number *and* start time, for numbers are used again."""

import os
import signal
import subprocess
import time
from pathlib import Path

PROC = Path("/proc")


def started(pid: int) -> str:
    """When the process started, as an opaque text; empty when it is gone or only a zombie."""
    if (PROC / "self" / "stat").exists():
        try:
            # The name in brackets may hold anything, so count the fields after it (proc(5)).
            fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return ""
        return "" if fields[0] in "ZX" else fields[19]
    answer = _ps(pid, "stat=,lstart=")
    return "" if answer.startswith("Z") else answer.partition(" ")[2].strip()


def command(pid: int) -> str:
    """The process's command line, its words parted by spaces; empty when it is gone."""
    if (PROC / "self" / "stat").exists():
        try:
            words = (PROC / str(pid) / "cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            return ""
        return os.fsdecode(b" ".join(words).strip())
    return _ps(pid, "command=")


def is_same(pid: int, start: str) -> bool:
    """True while the process that had this number and start time lives."""
    return bool(start) and started(pid) == start


def stop(pid: int, start: str, signals: tuple[int, ...], patience: float = 8.0) -> bool:
    """Send each signal in turn, waiting `patience` seconds after it; True when it has ended."""
    for number in signals:
        if not is_same(pid, start):
            return True
        send(pid, number)
        if wait_for_end(pid, start, patience):
            return True
    return not is_same(pid, start)


def wait_for_end(pid: int, start: str, seconds: float) -> bool:
    """True once the process has ended, False when it still lives after so many seconds."""
    end = time.monotonic() + seconds
    while is_same(pid, start):
        reap(pid)
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def send(pid: int, number: int) -> None:
    """Signal one process; one that has just ended is no error."""
    try:
        os.kill(pid, signal.Signals(number))
    except ProcessLookupError:
        return


def reap(pid: int) -> None:
    """Collect an ended child of ours; somebody else's child is left alone."""
    if pid <= 0:
        return
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return


def _ps(pid: int, columns: str) -> str:
    answer = subprocess.run(
        ["/bin/ps", "-o", columns, "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout.strip()
