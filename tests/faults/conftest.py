"""What a real web server has beside its code; the mail server that is the oracle; the figures."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from outbox.models import Letterhead
from tests.faults import figures
from tests.faults.scene import Sink, database_url, kill_tree
from tests.faults.web import ROOT


@pytest.fixture(scope="module")
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The static files as a real web server has them."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("STATIC_ROOT", str(tmp_path_factory.mktemp("static")))
        command = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"]
        subprocess.run(command, cwd=ROOT, check=True)
        yield


@pytest.fixture
def oracle(transactional_db: None, tmp_path: Path, request) -> Iterator[Sink]:
    """A running mail server."""
    server = Sink(tmp_path / "accepted.log", getattr(request, "param", 0))
    yield server
    server.process.kill()
    server.process.communicate()


@pytest.fixture
def sink(oracle: Sink) -> Sink:
    """A running mail server, and an association with a letterhead."""
    Letterhead.objects.create(
        name="The Club",
        sender="club@club.example",
        signer_name="The Secretary",
        reply_to="secretary@club.example",
        founded_at=datetime.now(UTC),
    )
    return oracle


@pytest.fixture
def start(oracle: Sink) -> Iterator[Callable]:
    """Starts processes against the test database and the mail server; ends the rest by pid."""
    started: list[subprocess.Popen] = []

    def run(words: list[str], **extra: str) -> subprocess.Popen:
        env = os.environ | {
            "DATABASE_URL": database_url(),
            "MAIL_URL": f"smtp://127.0.0.1:{oracle.port}",
            "DJANGO_SETTINGS_MODULE": "association.settings",
        }
        process = subprocess.Popen(words, cwd=ROOT, env=env | extra, start_new_session=True)
        started.append(process)
        return process

    yield run
    for process in started:
        kill_tree(process)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table of what was done and seen; into the file that FIGURES names, too."""
    if table := figures.table():
        terminalreporter.write_line("")
        terminalreporter.write_line(table)
        if named := os.environ.get("FIGURES"):
            figures.write(Path(named))
