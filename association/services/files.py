"""Private files, locks between processes and free ports."""

import fcntl
import json
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any


def make_folder(path: Path, *, passable: bool = False) -> Path:
    """The folder, made with its parents, private; `passable` lets others through when root made it.

    As root the database server runs under another account, which must reach its files below.
    """
    if not path.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(exist_ok=True, mode=0o700)
        path.chmod(0o711 if passable and os.geteuid() == 0 else 0o700)
    return path


def write_private(path: Path, text: str) -> None:
    """Replace the file's text in one step; only its owner can read it."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)


def read_state(path: Path) -> dict[str, Any]:
    """The JSON object in the file; empty when it is missing or was cut short."""
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def write_state(path: Path, state: dict[str, Any]) -> None:
    """Keep the JSON object in a private file."""
    write_private(path, json.dumps(state, indent=1))


def secret_in(path: Path) -> str:
    """The secret kept in the file, made on first use; several first uses agree on one."""
    with locked(path.with_name(f"{path.name}.lock")):
        if path.exists() and (kept := path.read_text(encoding="utf-8").strip()):
            return kept
        secret = secrets.token_urlsafe(48)
        write_private(path, secret)
        return secret


def open_lock(path: Path) -> IO[str]:
    """The lock file, open; closing it drops the lock, and so does the end of the process."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the file's lock alone, waiting for whoever has it."""
    with open_lock(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def try_lock(file: IO[str], mode: int = fcntl.LOCK_EX) -> bool:
    """Take the open file's lock without waiting; False when somebody else has it."""
    try:
        fcntl.flock(file, mode | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def port_is_free(port: int, host: str = "127.0.0.1") -> bool:
    """True when a server could listen on this port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(wished: int = 0) -> int:
    """The wished port while it is free, else any free one on loopback."""
    if wished and port_is_free(wished):
        return wished
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
