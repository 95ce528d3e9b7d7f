"""New code meets old tables: a backup, the migrations, a look at the health, and the way back."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from association.actions import backups
from association.queries import fingerprints

# A migration that waits longer for a table stands in everybody's way: it gives up and tries again.
LOCK_TIMEOUT = "5s"
PAUSES = (2.0, 10.0)
LOCKED = "LockNotAvailable"


class UpgradeFailed(Exception):
    """The tables are not as the new code wants them; the text says what happened."""


def upgrade(*, file: Path, at: datetime, say: Callable[[str], None]) -> None:
    """Back up into `file`, migrate, look. Raises ServiceError before, UpgradeFailed after the
    first migration began; `say` is told each step."""
    made = backups.make(file=file, at=at)
    say(f"Backup: {made.file}")
    applied = _migrate(PAUSES)
    say(f"Migrations applied: {applied}")
    troubles = _troubles()
    if troubles:
        raise UpgradeFailed("; ".join(troubles))
    say("Health: every migration is applied, every constraint and index is valid.")


def way_back(file: Path) -> str:
    """What to do where the upgrade failed, in order."""
    return (
        "The way back: stop web, worker and beat; check out the version from before; make a new,"
        " empty database, or choose a new data folder; name it in DATABASE_URL and"
        f" MIGRATE_DATABASE_URL (or DATA=); then make restore FILE={file}"
    )


def _migrate(pauses: tuple[float, ...]) -> int:
    before = len(_pending())
    for pause in (*pauses, None):
        answer = _run_migrate()
        if answer.returncode == 0:
            return before
        if pause is None or LOCKED not in answer.stderr:
            break
        time.sleep(pause)
    raise UpgradeFailed(f"migrate failed and says:\n{answer.stderr.strip()[-2000:]}")


def _run_migrate() -> subprocess.CompletedProcess[str]:
    options = f"{os.environ.get('PGOPTIONS', '')} -c lock_timeout={LOCK_TIMEOUT}"
    return subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--noinput"],
        env=os.environ | {"PGOPTIONS": options.strip()},
        capture_output=True,
        text=True,
        check=False,
    )


def _pending() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def _troubles() -> list[str]:
    connection.close()
    pending = _pending()
    with connection.cursor() as cursor:
        unfit = fingerprints.unfit(cursor.cursor)
    found = [f"not applied: {', '.join(pending)}"] if pending else []
    return found + ([f"not valid: {', '.join(unfit)}"] if unfit else [])
