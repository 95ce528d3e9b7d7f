"""A private PostgreSQL server in one folder, shared by all commands that need it.

Every user of the server holds a shared lock; the last one to leave stops it.
"""

import fcntl
import locale
import os
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import IO, Any

import psycopg

from association.services import account, files, processes
from association.services.binaries import postgres_program
from association.services.errors import ServiceError
from association.services.roles import DATABASE, create_roles

START_SECONDS = 30
# What a killed server's last children make the next start say (for about a second).
PASSING_TROUBLES = ("is still in use", "already exists", "Is another postmaster")
PORT_TROUBLES = ("could not bind", "could not create any TCP/IP sockets")
# An association fits into memory: a page read out of order costs little more than the next one,
# and compiling a query never pays.
SMALL_AND_QUICK = ("random_page_cost=1.1", "jit=off")
THROW_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Cluster:
    """The server whose files lie in `folder`; `throw_away` trades safety for speed (tests)."""

    name = "PostgreSQL"

    def __init__(self, folder: Path, *, throw_away: bool = False) -> None:
        self.folder = folder.absolute()
        self.data = self.folder / "data"
        self.log = self.folder / "server.log"
        self._state_file = self.folder / "state.json"
        self._throw_away = throw_away
        self._users: IO[str] | None = None
        self._pid_of_user = 0

    # -- what others call ------------------------------------------------------

    def start(self) -> None:
        """Use the server, starting it when it does not run; ServiceError when it will not."""
        files.make_folder(self.folder, passable=True)
        with files.locked(self.folder / "start.lock"):
            if not self._adopt():
                self._initialise()
                self._remove_stale_pid()
                self._launch()
            if self._users is None:
                self._users = files.open_lock(self.folder / "users.lock")
                fcntl.flock(self._users, fcntl.LOCK_SH)
                self._pid_of_user = os.getpid()

    def release(self) -> None:
        """Stop using the server; the last user stops it. A forked child changes nothing."""
        if self._users is None or self._pid_of_user != os.getpid():
            return
        with files.locked(self.folder / "start.lock"):
            with self._users as users:
                fcntl.flock(users, fcntl.LOCK_UN)
                if files.try_lock(users):
                    self._stop()
            self._users = None

    def url(self, role: str, database: str = DATABASE) -> str:
        """The connection URL of `postgres`, `association_owner` or `association_app`."""
        state = self._state()
        return f"postgresql://{role}:{state[role]}@127.0.0.1:{state['port']}/{database}"

    def is_running(self) -> bool:
        """True while the server's process lives."""
        state = self._state()
        return processes.is_same(state.get("pid", 0), state.get("started", ""))

    # -- first start -----------------------------------------------------------

    def _initialise(self) -> None:
        if self.data.is_dir():
            return
        draft = self.folder / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        state = {
            role: secrets.token_urlsafe(24)
            for role in ("postgres", "association_owner", "association_app")
        }
        password = self.folder / "password"
        files.write_private(password, state["postgres"])
        who = self._account("initdb")
        for path in (draft, password):
            who.own(path)
        try:
            self._run_initdb(who, draft, password)
        finally:
            password.unlink()
        files.write_state(self._state_file, state)
        draft.rename(self.data)

    def _run_initdb(self, who: account.Account, data: Path, password: Path) -> None:
        words = [*who.prefix, str(postgres_program("initdb")), "--pgdata", str(data)]
        words += ["--username=postgres", f"--pwfile={password}", "--auth=scram-sha-256"]
        words += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin"]
        # pg_trgm asks the C library what a letter is: with plain C, names in Cyrillic had none.
        words += [
            "--builtin-locale=C.UTF-8",
            f"--lc-ctype={_letters()}",
            "--no-instructions",
        ]
        if self._throw_away:
            words.append("--no-sync")
        answer = subprocess.run(
            words,
            cwd="/",
            env=_clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            check=False,
            **who.options(),
        )
        if answer.returncode != 0:
            raise ServiceError(
                f"The local PostgreSQL could not be set up in {self.folder}:\n"
                f"{answer.stdout.strip()}\nOr set DATABASE_URL to a server of your own."
            )

    # -- every start -----------------------------------------------------------

    def _adopt(self) -> bool:
        """True when the server already runs and answers."""
        if not self.is_running():
            return False
        return self._wait_until_ready(None)

    def _remove_stale_pid(self) -> None:
        """Drop the pid file of a dead server, even when another program has its number now."""
        file = self.data / "postmaster.pid"
        if not file.exists():
            return
        lines = file.read_text(encoding="utf-8").splitlines()
        pid = int(lines[0]) if lines and lines[0].strip().isdigit() else 0
        line = processes.command(pid) if pid else ""
        if "postgres" in line and str(self.data) in line:
            processes.stop(pid, processes.started(pid), (signal.SIGINT, signal.SIGQUIT))
        file.unlink(missing_ok=True)

    def _launch(self) -> None:
        processes.reap(self._state().get("pid", 0))
        port = self._state().get("port", 0)
        end = time.monotonic() + START_SECONDS
        while True:
            port = files.free_port(port)
            before = self.log.stat().st_size if self.log.exists() else 0
            process = self._spawn(port)
            try:
                if self._wait_until_ready(process):
                    # From here on whoever leaves last stops it, perhaps not this process;
                    # so Python need not warn that a child of ours still runs.
                    process.returncode = 0
                    return
            except BaseException:
                processes.send(process.pid, signal.SIGQUIT)
                process.wait()
                raise
            said = self._said_since(before)
            if any(trouble in said for trouble in PORT_TROUBLES):
                port = 0
            elif not any(trouble in said for trouble in PASSING_TROUBLES):
                raise ServiceError(f"The local PostgreSQL does not start. It says:\n{said}")
            if time.monotonic() > end:
                raise ServiceError(f"The local PostgreSQL does not start. It says:\n{said}")
            time.sleep(0.2)

    def _spawn(self, port: int) -> subprocess.Popen[bytes]:
        who = self._account("postgres")
        settings = [
            f"port={port}",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
        ]
        settings += ["timezone=UTC", "log_timezone=UTC", "max_connections=100"]
        settings += SMALL_AND_QUICK + (THROW_AWAY if self._throw_away else ())
        words = [*who.prefix, str(postgres_program("postgres")), "-D", str(self.data)]
        for setting in settings:
            words += ["-c", setting]
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                words,
                cwd="/",
                env=_clean_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **who.options(),
            )
        started = processes.started(process.pid)
        state = self._state() | {"port": port, "pid": process.pid, "started": started}
        files.write_state(self._state_file, state)
        return process

    def _wait_until_ready(self, process: subprocess.Popen[bytes] | None) -> bool:
        """True when the server answers with its roles made; False when it ended instead."""
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                create_roles(self._state())
            except psycopg.OperationalError as error:
                if process is not None and process.poll() is not None:
                    return False
                if process is None and not self.is_running():
                    return False
                if time.monotonic() > end:
                    raise ServiceError(f"The local PostgreSQL does not answer: {error}") from error
                time.sleep(0.05)
            else:
                return True

    def _stop(self) -> None:
        state = self._state()
        signals = (signal.SIGINT, signal.SIGQUIT)
        processes.stop(state.get("pid", 0), state.get("started", ""), signals)
        processes.reap(state.get("pid", 0))

    # -- small things ----------------------------------------------------------

    def _account(self, program: str) -> account.Account:
        return account.choose(postgres_program(program), self.folder, self.data)

    def _state(self) -> dict[str, Any]:
        return files.read_state(self._state_file)

    def _said_since(self, offset: int) -> str:
        with self.log.open("rb") as log:
            log.seek(offset)
            return log.read().decode("utf-8", "replace")[-2000:].strip()


def _letters() -> str:
    """A character type of the C library that knows all letters, else plain C."""
    kept = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8", "UTF-8"):
            try:
                return locale.setlocale(locale.LC_CTYPE, name)
            except locale.Error:
                continue
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, kept)


def _clean_environment() -> dict[str, str]:
    """No PG* variable of the person's shell may steer our server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
