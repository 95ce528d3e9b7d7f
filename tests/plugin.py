"""Loaded before Django's settings are read (`-p tests.plugin`): the environment of the tests.

Without DATABASE_URL a throw-away PostgreSQL under `.data/test-postgres` serves all test runs of
this folder, several at once too: each makes a database of its own and drops it at the end.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from association.services import processes
from association.services.errors import ServiceError
from association.services.postgres import Cluster
from association.services.roles import OWNER

TREE = Path(__file__).resolve().parent.parent
PREFIX = "test_association"
DATABASE = f"{PREFIX}_{os.getpid()}"
# Set for the processes that this one starts: the server they are given is the one of this folder.
LOCAL = "TESTS_USE_THE_LOCAL_CLUSTER"
FROM_OUTSIDE = ("DEBUG", "DEMO", "SECRET_KEY_FALLBACKS", "SITE_URL", "ALLOWED_HOSTS")
FROM_OUTSIDE += ("CSRF_TRUSTED_ORIGINS", "TRUSTED_PROXIES", "BEHIND_TLS_PROXY")

folder = Path(tempfile.mkdtemp(prefix="association-tests-"))
cluster = Cluster(TREE / ".data" / "test-postgres", throw_away=True)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    """Fill the environment before pytest-django asks for the settings."""
    (folder / "static").mkdir()
    for name in FROM_OUTSIDE:
        os.environ.pop(name, None)
    os.environ |= {
        "DATA_DIR": str(folder),
        "DATABASE_URL": _database_url(),
        "MAIL_URL": f"file:{folder / 'mail'}",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "SECRET_KEY": "only-for-the-tests-which-keep-no-secrets-at-all-0123456789",
        "SECURE": "0",
    }
    return (yield)


def is_local() -> bool:
    """True where the tests run on the PostgreSQL of this folder, not on one that was named."""
    return LOCAL in os.environ


def pytest_unconfigure() -> None:
    """Leave nothing behind but the cluster's files, which make the next run quicker."""
    cluster.release()
    shutil.rmtree(folder, ignore_errors=True)


def _database_url() -> str:
    """A role that may create databases and owns what it creates."""
    named = os.environ.get("MIGRATE_DATABASE_URL") or os.environ.get("DATABASE_URL")
    if named:
        return named
    os.environ[LOCAL] = "1"
    try:
        cluster.start()
    except ServiceError as error:
        pytest.exit(str(error), returncode=3)
    _drop_leftovers()
    return cluster.url(OWNER)


def _drop_leftovers() -> None:
    """Databases of test runs that were killed."""
    with psycopg.connect(cluster.url(OWNER), autocommit=True) as server:
        rows = server.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]
        )
        for (name,) in rows.fetchall():
            number = name.removeprefix(f"{PREFIX}_").partition("_")[0]
            if number.isdigit() and not processes.started(int(number)):
                drop(name)


def drop(name: str, _verbosity: int = 0) -> None:
    """Take a database of ours away, also from a session that a test left behind."""
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    with psycopg.connect(cluster.url(OWNER), autocommit=True) as server:
        server.execute(statement.format(sql.Identifier(name)))
