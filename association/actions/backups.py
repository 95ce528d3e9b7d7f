"""A copy of everything, in one dated file: the database, uploads, keys."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from association.queries import fingerprints
from association.services import archives, dumps, files
from association.services.errors import ServiceError
from members.actions import erasure_lists

CONNECTING = {"dbname", "user", "password", "host", "port", "sslmode", "connect_timeout"}


@dataclass(frozen=True)
class Backup:
    """What was written."""

    file: Path
    tables: int
    rows: int
    media: int
    size: int


def default_file(at: datetime) -> Path:
    """`backups/association-<instant in UTC>.tar` in the data folder."""
    name = f"association-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.tar"
    return Path(settings.DATA_DIR) / "backups" / name


def make(*, file: Path, at: datetime) -> Backup:
    """Write the archive; the site may go on meanwhile. Raises ServiceError.

    Dump and checksums are of one instant. The file is readable by its owner only: it holds
    SECRET_KEY and everything personal.
    """
    files.make_folder(file.parent)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as name:
        folder = Path(name)
        with one_instant() as (cursor, snapshot):
            found = fingerprints.sums(cursor)
            if not found:
                raise ServiceError("The database is empty: there is nothing to back up.")
            dump = folder / archives.DUMP
            dumps.dump(
                connection.settings_dict,
                dump,
                server=fingerprints.server(cursor),
                snapshot=snapshot,
            )
        manifest = _manifest(found, folder / archives.DUMP, at)
        _put(folder / archives.MANIFEST, json.dumps(manifest, indent=1))
        _put(folder / archives.KEYS, json.dumps(keys()))
        lines = [json.dumps(entry) + "\n" for entry in erasure_lists.entries()]
        _put(folder / archives.ERASURES, "".join(lines))
        archives.write(file, folder, Path(settings.MEDIA_ROOT))
    rows = sum(count for count, _sum in found.values())
    return Backup(file, len(found), rows, len(manifest["media"]), file.stat().st_size)


def keys() -> dict[str, Any]:
    """What signs and seals here; in the archive, and never printed."""
    return {
        "SECRET_KEY": settings.SECRET_KEY,
        "SECRET_KEY_FALLBACKS": list(settings.SECRET_KEY_FALLBACKS),
    }


@contextmanager
def one_instant() -> Iterator[tuple[psycopg.Cursor, str]]:
    """A cursor that sees the database as of now, and the name by which pg_dump sees the same."""
    values = connection.get_connection_params()
    known = {key: value for key, value in values.items() if key in CONNECTING}
    with psycopg.connect(**known) as own, own.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        row = cursor.execute("SELECT pg_export_snapshot()").fetchone()
        yield cursor, row[0] if row else ""


def _manifest(found: dict[str, list[Any]], dump: Path, at: datetime) -> dict[str, Any]:
    applied = sorted(MigrationLoader(connection).applied_migrations)
    return {
        "format": archives.FORMAT,
        "made_at": at.isoformat(),
        "migrations": [list(key) for key in applied],
        "tables": found,
        "media": archives.digests(Path(settings.MEDIA_ROOT)),
        "dump": archives.digest(dump),
    }


def _put(file: Path, text: str) -> None:
    files.write_private(file, text)
