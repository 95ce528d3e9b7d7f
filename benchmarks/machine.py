"""Throw-away servers for one run: PostgreSQL and Valkey with production settings, web, mail sink.

Everything lies in one folder below `.data/`, on the disk a real installation would use, and is
gone afterwards.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from association.services import files, processes
from association.services.postgres import Cluster
from association.services.roles import APPLICATION, DATABASE, OWNER
from association.services.valkey import Valkey

TREE = Path(__file__).resolve().parent.parent
SECRET = "only-for-benchmarks-which-keep-no-secrets-at-all-0123456789"
OURS, BARE = "association.wsgi:application", "benchmarks.bare.wsgi:application"
START_SECONDS = 60.0


class Machine:
    """The servers of one run; a context manager that ends every process it started."""

    def __init__(self) -> None:
        (TREE / ".data").mkdir(mode=0o711, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="bench-", dir=TREE / ".data"))
        self.folder.chmod(0o711)
        self.cluster = Cluster(self.folder / "postgres")
        self.broker = Valkey(self.folder / "valkey")
        self.mail_port = 1
        self._stack = ExitStack()

    def __enter__(self) -> "Machine":
        self._stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
        try:
            (self.folder / "static").mkdir()
            self._stack.callback(self.cluster.release)
            self.cluster.start()
            self._stack.callback(self.broker.stop)
            self.broker.start()
            self.manage("migrate", "--verbosity=0")
            self.manage("collectstatic", "--no-input", "--verbosity=0")
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    # -- databases -------------------------------------------------------------

    def add_database(self, name: str) -> None:
        """A copy of the empty, migrated database."""
        words = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
        names = (sql.Identifier(one) for one in (name, DATABASE, OWNER))
        with self.connect("postgres", "postgres") as server:
            server.execute(words.format(*names))

    def connect(self, role: str, database: str) -> psycopg.Connection:
        """A connection that commits each statement, values written into it by the client."""
        return psycopg.connect(
            self.cluster.url(role, database), autocommit=True, cursor_factory=psycopg.ClientCursor
        )

    # -- processes -------------------------------------------------------------

    def environment(self, database: str, role: str = APPLICATION) -> dict[str, str]:
        """The environment of a production process on that database."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return kept | {
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.cluster.url(role, database),
            "REDIS_URL": self.broker.url(),
            "MAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "SECRET_KEY": SECRET,
            "SECURE": "0",
            "LOG_LEVEL": "WARNING",
            "PYTHONPATH": str(TREE),
            "DJANGO_SETTINGS_MODULE": "association.settings",
        }

    def manage(self, *words: str, database: str = DATABASE, role: str = OWNER) -> str:
        """What a management command prints."""
        words = (sys.executable, str(TREE / "manage.py"), *words)
        return _output(words, self.environment(database, role))

    def inside(self, name: str, database: str = DATABASE, **options: Any) -> Any:
        """What the function `name` of benchmarks.inside gives in a Django process of its own."""
        words = (sys.executable, "-m", "benchmarks.inside", name, json.dumps(options))
        return json.loads(_output(words, self.environment(database)).splitlines()[-1])

    def python(self, code: str, settings: str) -> str:
        """What a line of Python prints, under these settings."""
        environment = self.environment(DATABASE) | {"DJANGO_SETTINGS_MODULE": settings}
        return _output((sys.executable, "-c", code), environment)

    def serve(self, application: str, database: str) -> "Web":
        """The production web server of `make demo`, two workers, in front of this application."""
        port = files.free_port(0)
        words = [
            application if word == OURS else word for word in self.inside("web_words", port=port)
        ]
        environment = self.environment(database)
        if application == BARE:
            environment["DJANGO_SETTINGS_MODULE"] = "benchmarks.bare.settings"
        web = Web(port, self.start("web", words, environment))
        web.wait(self.folder / "web.log")
        return web

    def wait_for_port(self, port: int) -> None:
        """Return once somebody listens there."""
        end = time.monotonic() + START_SECONDS
        while files.port_is_free(port):
            if time.monotonic() > end:
                raise RuntimeError(f"nobody listens on port {port}")
            time.sleep(0.05)

    def start(self, name: str, words: Sequence[str], environment: dict[str, str]) -> int:
        """Start a process that ends with this machine; its number."""
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                list(words), cwd=TREE, env=environment, stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, start_new_session=True,
            )  # fmt: skip
        mark = processes.started(process.pid)
        ways = (signal.SIGTERM, signal.SIGKILL)
        self._stack.callback(processes.stop, process.pid, mark, ways, patience=5.0)
        return process.pid


class Web:
    """A running web server."""

    def __init__(self, port: int, pid: int) -> None:
        self.port = port
        self.pid = pid

    def wait(self, log: Path) -> None:
        """Return once it answers; RuntimeError with its last words where it does not."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and processes.started(self.pid):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10)
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"the web server does not start: {log.read_text()[-1500:]}")

    def workers(self) -> list[int]:
        """The numbers of its worker processes."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(number) for number in children.split()]

    def memory(self) -> tuple[float, float]:
        """Resident and proportional megabytes of its largest worker."""
        found = [_memory(pid) for pid in self.workers()]
        return max(found)


def _memory(pid: int) -> tuple[float, float]:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    return kilobytes["Rss"] / 1024, kilobytes["Pss"] / 1024


def _output(words: Sequence[str], environment: dict[str, str]) -> str:
    answer = subprocess.run(
        list(words), cwd=TREE, env=environment, capture_output=True, text=True, check=False,
        timeout=900,
    )  # fmt: skip
    if answer.returncode != 0:
        raise RuntimeError(f"{' '.join(words[1:4])} failed: {answer.stderr.strip()[-1500:]}")
    return answer.stdout
