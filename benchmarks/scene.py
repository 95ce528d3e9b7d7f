"""What the jobs share: two associations, a web server for each, and people who are signed in."""

from pathlib import Path
from typing import Any

import psycopg

from association.services.roles import APPLICATION
from benchmarks.client import Load
from benchmarks.filling import MEMBERS_WITH_LOGIN, Shape, fill
from benchmarks.machine import BARE, OURS, Machine, Web

SMALL, LARGE, DECADE = "small", "large", "decade"
CSRF = "b" * 32  # the secret itself is a token, too (django.middleware.csrf)
OFFICERS = 1


class Scene:
    """Associations and servers are made when the first job asks for them."""

    def __init__(self, machine: Machine, sizes: list[int], *, quick: bool) -> None:
        self.machine = machine
        self.folder: Path = machine.folder
        self.crowd = min(sizes[0], 10_000)
        self.shapes = {
            SMALL: Shape(sizes[0], self.crowd),
            LARGE: Shape(sizes[-1], min(sizes[-1], 100)),
            DECADE: Shape(5 * sizes[0], 100, is_old=True),
        }
        self.rounds = 3 if quick else 5
        self.requests = 20 if quick else 60
        self.answers = 150 if quick else 250
        self.letters = 60 if quick else 200
        self.servers: dict[int, Web] = {}
        self.loads: dict[str, list[str]] = {}
        self._filled: set[str] = set()
        self._ports: dict[tuple[str, str], int] = {}
        self._sessions: dict[str, list[str]] = {}

    def base(self, name: str) -> str:
        """The name of the filled database."""
        if name not in self._filled:
            self.machine.add_database(name)
            with self.machine.connect("postgres", name) as server:
                fill(server, self.shapes[name])
            self._filled.add(name)
        return name

    def size_of(self, name: str) -> str:
        """How many members, as people read it."""
        return f"{self.shapes[name].members:,}"

    def web(self, name: str) -> int:
        """The port of our web server on that database."""
        return self._port(OURS, name)

    def bare(self, name: str) -> int:
        """The port of the bare project on that database."""
        return self._port(BARE, name)

    def members(self, name: str, count: int) -> list[dict[str, str]]:
        """Cookies of so many members without any office."""
        if name not in self._sessions:
            self._sessions[name] = self.inside("sessions", name, count=MEMBERS_WITH_LOGIN)
        keys = self._sessions[name][OFFICERS : OFFICERS + count]
        return [{"session": key, "csrf": CSRF} for key in keys]

    def member(self, name: str) -> dict[str, str]:
        """Cookies of one member."""
        return self.members(name, 1)[0]

    def officer(self, name: str) -> dict[str, str]:
        """Cookies of one who may do everything."""
        self.members(name, 1)
        return {"session": self._sessions[name][0], "csrf": CSRF}

    def queries(self, name: str, path: str) -> int:
        """How many statements this page costs a member."""
        session = self.member(name)["session"]
        return int(self.inside("count_queries", name, session=session, path=path))

    def inside(self, job: str, name: str, **options: Any) -> Any:
        """What a job gives that runs inside Django on that database."""
        return self.machine.inside(job, self.base(name), **options)

    def connect(self, name: str) -> psycopg.Connection:
        """A connection as the application."""
        return self.machine.connect(APPLICATION, self.base(name))

    def ask(self, name: str, query: str, values: list[Any]) -> tuple[Any, ...]:
        """The one row of an answer."""
        with self.connect(name) as server:
            row = server.execute(query, values).fetchone()
        if row is None:
            raise RuntimeError("no row")
        return tuple(row)

    def note(self, name: str, load: Load) -> None:
        """Keep what a round of requests took, for the record."""
        self.loads.setdefault(name, []).append(str(load))

    def _port(self, application: str, name: str) -> int:
        key = (application, name)
        if key not in self._ports:
            web = self.machine.serve(application, self.base(name))
            self.servers[web.port] = web
            self._ports[key] = web.port
        return self._ports[key]
