"""Brings an installation up to date: tables, static files, the demo association."""

import hashlib
import os
import subprocess
import sys
from datetime import datetime

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from association.actions import demo, tick
from association.actions.seed import GROWING
from members.models import User
from outbox import nudges


def migrate_if_needed() -> bool:
    """Apply migrations as the owner of the tables; False when there was nothing to do."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    # A process of its own: this one is connected as the application, which may not change tables.
    answer = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--verbosity=0"],
        env=os.environ,
        check=False,
    )
    if answer.returncode != 0:
        raise CommandError("The tables could not be brought up to date; see above.")
    return True


def collect_static_if_changed() -> bool:
    """Collect static files unless names, sizes and times are those of the last time."""
    note = settings.DATA_DIR / "static.mark"
    mark = _static_mark()
    if settings.STATIC_ROOT.is_dir() and note.exists() and note.read_text(encoding="utf-8") == mark:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    note.write_text(mark, encoding="utf-8")
    return True


def is_empty() -> bool:
    """True while nobody can log in."""
    return not User.objects.exists()


def create_demo(*, members: int, at: datetime, course: str = GROWING) -> None:
    """Make the demo association of that many members as of `at`, and queue its first letters."""
    with nudges.asleep():
        demo.create(members=members, at=at, course=course)
        tick.run(at=at)


def _static_mark() -> str:
    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = os.stat(storage.path(path))
            digest.update(f"{path}:{found.st_size}:{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
