"""`manage.py demo`: a whole association on this machine, in the foreground."""

import os
import signal
import sys
import time
from argparse import ArgumentParser
from http.client import HTTPConnection, HTTPException
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from association import installation, local
from association.actions.seed import COURSES, GROWING
from association.services import files
from association.services.errors import ServiceError
from association.supervisor import Supervisor

LOG_INS = (
    "president",
    "secretary",
    "treasurer",
    "organizer",
    "membership",
    "member",
    "newcomer",
    "lapsed",
)
# One worker has nobody to gossip with.
LONELY = ("--without-gossip", "--without-mingle", "--without-heartbeat")
ACCESS_LOG = ("--access-logfile=-", "--logger-class=association.logs.AccessLogger")
FIRST_ANSWER_SECONDS = 60


class Command(BaseCommand):
    """Sets everything up, then runs web, worker and beat until Ctrl-C."""

    help = (
        "Runs the app with a demo association: database, broker, web, worker and timetable."
        " Ctrl-C stops all of it; the data stay for the next time."
    )

    # `migrate` checks when there is something to migrate; every second of a start counts.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        port = int(os.environ.get("PORT") or local.DEFAULT_PORT)
        parser.add_argument("--port", type=int, default=port, help="default 8000, or PORT")
        parser.add_argument("--data", help="folder for database, letters and logs")
        parser.add_argument("--members", type=int, default=60, help="size on the first start")
        parser.add_argument(
            "--course", choices=COURSES, default=GROWING, help="how it fares, on the first start"
        )
        parser.add_argument("--no-jobs", action="store_true", help="neither worker nor timetable")

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        # Letters and logs of the demo are nobody else's business on a shared machine.
        os.umask(0o077)
        files.make_folder(settings.DATA_DIR, passable=True)
        with files.open_lock(settings.DATA_DIR / "demo.lock") as lock:
            if not files.try_lock(lock):
                raise CommandError(
                    f"A demo already runs on {settings.DATA_DIR}. Use that one, or name another"
                    f" folder: make demo DATA=/some/folder PORT={port + 1}"
                )
            services = [one for one in (local.database, local.broker) if one is not None]
            supervisor = Supervisor(settings.DATA_DIR, os.environ, self.say, services)
            supervisor.end_leftovers()
            if not files.port_is_free(port):
                raise CommandError(
                    f"Port {port} is used by another program."
                    f" Choose another one: make demo PORT={port + 1}"
                )
            self.prepare(options["members"], options["course"])
            self.run(supervisor, port, jobs=not options["no_jobs"])

    def prepare(self, members: int, course: str) -> None:
        """Tables, static files and, the first time, the demo association."""
        if installation.migrate_if_needed():
            self.say("The tables are up to date.")
        if installation.collect_static_if_changed():
            self.say("The static files are collected.")
        if installation.is_empty():
            self.say("Making the demo association ...")
            installation.create_demo(members=members, course=course, at=timezone.now())

    def run(self, supervisor: Supervisor, port: int, *, jobs: bool) -> None:
        """All processes in the foreground, until a signal."""
        if local.broker is not None:
            try:
                local.broker.start()
            except ServiceError as error:
                raise CommandError(str(error)) from error
            os.environ["REDIS_URL"] = local.broker.url()
        supervisor.add("web", web_words(port))
        if jobs:
            supervisor.add("worker", celery_words("worker", *LONELY), late=True)
            supervisor.add("beat", celery_words("beat"), late=True)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda _number, _frame: supervisor.stop())
        try:
            supervisor.run(lambda: self.welcome(port))
        finally:
            self.say("Stopped. The data stay; `make demo` goes on with them.")
            if local.broker is not None:
                local.broker.stop()

    def welcome(self, port: int) -> None:
        """Say where to look, once the first page answers."""
        address = f"http://127.0.0.1:{port}/"
        answer = first_answer(port)
        if answer != "200":
            self.say(
                f"{address} does not answer as it should ({answer}); see the logs in"
                f" {settings.DATA_DIR / 'log'}."
            )
            return
        names = ", ".join(f"{name}@" for name in LOG_INS)
        self.say(
            f"\n  Open {address}\n\n"
            f"  Log-ins: {names} demo.example\n  Password: demo\n"
            f"  Letters: {settings.DATA_DIR / 'mail'}   Logs: {settings.DATA_DIR / 'log'}\n"
            "  Ctrl-C stops everything.\n"
        )

    def say(self, text: str) -> None:
        """A line at once, also into a pipe."""
        self.stdout.write(text)
        self.stdout.flush()


def web_words(port: int) -> list[str]:
    """Threads, because a browser's idle connection would block a plain worker."""
    words = [sys.executable, "-m", "gunicorn", "association.wsgi:application"]
    words += [f"--bind=127.0.0.1:{port}", "--workers=2", "--threads=4", "--preload"]
    return [*words, "--graceful-timeout=3", "--no-control-socket", *ACCESS_LOG]


def celery_words(*words: str) -> list[str]:
    return [sys.executable, "-m", "celery", "-A", "association.celery", *words, "--loglevel=INFO"]


def first_answer(port: int) -> str:
    """The status of the first answer, or why there was none within a minute."""
    end = time.monotonic() + FIRST_ANSWER_SECONDS
    reason = ""
    while time.monotonic() < end:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/")
            return str(connection.getresponse().status)
        except (OSError, HTTPException) as error:
            reason = str(error)
            time.sleep(0.1)
        finally:
            connection.close()
    return reason
