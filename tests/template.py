"""A migrated database, made once for each state of the migrations and copied by every test process.

Migrating takes a quarter of a minute; copying what was migrated before takes less than a second.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from association.services.postgres import Cluster
from association.services.roles import OWNER

TREE = Path(__file__).resolve().parent.parent
PREFIX = "migrated_association"
# Any number will do, if all processes of this folder use the same one.
LOCK = 20260101


def migrated(cluster: Cluster) -> str:
    """The name of a database with today's migrations; several processes at once make one."""
    name = f"{PREFIX}_{_fingerprint()}"
    with psycopg.connect(cluster.url(OWNER), autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        known = [row[0] for row in server.execute("SELECT datname FROM pg_database")]
        if name not in known:
            for old in known:
                if old.startswith(PREFIX):
                    _run(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", old)
            _make(cluster, server, name)
    return name


@contextmanager
def an_empty_database(cluster: Cluster, name: str) -> Iterator[str]:
    """A database of that name while it is needed."""
    with psycopg.connect(cluster.url(OWNER), autocommit=True) as server:
        _run(server, "CREATE DATABASE {}", name)
        try:
            yield name
        finally:
            _run(server, "DROP DATABASE {} WITH (FORCE)", name)


def _make(cluster: Cluster, server: psycopg.Connection, name: str) -> None:
    """Under another name until it is whole, so that nobody ever copies half of it."""
    draft = f"{PREFIX}_draft"
    _run(server, "CREATE DATABASE {}", draft)
    words = [sys.executable, "-W", "ignore", "manage.py", "migrate", "--verbosity", "0"]
    environment = os.environ | {"DATABASE_URL": cluster.url(OWNER, draft)}
    subprocess.run(words, cwd=TREE, env=environment, check=True)
    _run(server, "ALTER DATABASE {} RENAME TO {}", draft, name)


def _run(server: psycopg.Connection, words: str, *names: str) -> None:
    server.execute(sql.SQL(words).format(*map(sql.Identifier, names)))


def _fingerprint() -> str:
    """Changes with every migration of ours, what follows one, and every version of what we use."""
    after = TREE / "kit" / "history.py"
    files = [TREE / "uv.lock", after, *sorted(TREE.glob("*/migrations/*.py"))]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]
