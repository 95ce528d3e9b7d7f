"""A copy is put into an empty installation, compared with what was written, and kept quiet."""

import json
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from association import installation
from association.queries import fingerprints
from association.services import archives, dumps, files
from association.services.errors import ServiceError
from kit import history
from members.actions import erasure_lists, erasures_again
from outbox import rules
from outbox.actions import letters
from outbox.models import Heartbeat, Message
from outbox.queries import WAITING

STALE = "Out of date: it waited in a copy that was restored."
LEAVING = (Message.State.CLAIMED, Message.State.SENDING)


@dataclass
class Restored:
    """What came back."""

    made_at: str
    tables: int = 0
    rows: int = 0
    constraints: int = 0
    media: int = 0
    held: int = 0
    erased: int = 0
    not_erased: list[str] = field(default_factory=list)
    keys: Path | None = None


def restore(*, file: Path, lists: list[Path], at: datetime) -> Restored:
    """Put the archive into the empty database and media folder this process is configured for.

    Counts, checksums and constraints are compared before anything else touches a row; then the
    tables are brought up to date, letters are held, everybody is signed out, and who is on one of
    the erasure `lists` is erased again. Raises ServiceError; a database that is not empty, or an
    archive that is damaged or newer than this code, is refused before anything is written.
    """
    _refuse_unless_empty()
    with tempfile.TemporaryDirectory(prefix="restore-", dir=_room()) as name:
        folder = Path(name)
        manifest = archives.read(file, folder)
        _refuse_newer(manifest)
        listed = _listed([folder / archives.ERASURES, erasure_lists.file(), *lists])
        done = _fill(folder, manifest)
        done.keys = _keep_keys(json.loads((folder / archives.KEYS).read_text(encoding="utf-8")))
    _bring_up_to_date()
    done.held = _calm(at)
    done.erased, done.not_erased = erasures_again.again(listed=listed, at=at)
    return done


def _refuse_unless_empty() -> None:
    with connection.cursor() as cursor:
        if fingerprints.tables(cursor.cursor):
            raise ServiceError(
                "The database is not empty, and nothing is ever restored over what is there."
                " Make a new, empty one and name it in DATABASE_URL and MIGRATE_DATABASE_URL, or"
                " another data folder (DATA=)."
            )
    media = Path(settings.MEDIA_ROOT)
    if media.is_dir() and any(path.is_file() for path in media.rglob("*")):
        raise ServiceError(f"{media} holds uploads already. Move them away, or use another folder.")


def _refuse_newer(manifest: dict[str, Any]) -> None:
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    ours = {app for app, _name in known}
    strange = [f"{a}.{n}" for a, n in manifest["migrations"] if a in ours and (a, n) not in known]
    if strange:
        raise ServiceError(
            "The backup comes from a newer version of this software, which knows "
            + ", ".join(strange[:3])
            + ". Install that version first."
        )


def _listed(paths: list[Path]) -> dict[str, dict[str, Any]]:
    try:
        return erasure_lists.read(paths)
    except (ValueError, KeyError, TypeError) as error:
        raise ServiceError(f"A list of erasures cannot be read: {error}") from error


def _fill(folder: Path, manifest: dict[str, Any]) -> Restored:
    with connection.cursor() as cursor:
        server = fingerprints.server(cursor.cursor)
    dumps.restore(connection.settings_dict, folder / archives.DUMP, server=server)
    done = Restored(manifest["made_at"])
    with transaction.atomic(), connection.cursor() as cursor:
        found = fingerprints.sums(cursor.cursor)
        unfit = fingerprints.unfit(cursor.cursor)
        done.constraints = fingerprints.constraints(cursor.cursor)
    written = manifest["tables"]
    differ = sorted(n for n in {*found, *written} if found.get(n) != written.get(n))
    if differ or unfit:
        raise ServiceError(
            "What came back is not what was written: " + ", ".join((differ + unfit)[:9])
        )
    done.tables, done.rows = len(found), sum(count for count, _sum in found.values())
    done.media = len(manifest["media"])
    if done.media:
        shutil.copytree(folder / archives.MEDIA, settings.MEDIA_ROOT, dirs_exist_ok=True)
    return done


def _keep_keys(theirs: dict[str, Any]) -> Path | None:
    """This process reads what the archive's key has written. The file that has the key from now
    on; None where it is ours already."""
    older = [theirs["SECRET_KEY"], *theirs["SECRET_KEY_FALLBACKS"]]
    if older[0] == settings.SECRET_KEY:
        return None
    settings.SECRET_KEY_FALLBACKS = [*settings.SECRET_KEY_FALLBACKS, *older]
    own = Path(settings.DATA_DIR) / "secret-key"
    if own.exists() and own.read_text(encoding="utf-8").strip() == settings.SECRET_KEY:
        files.write_private(own, older[0])
        return own
    note = Path(settings.DATA_DIR) / "restored-keys.json"
    files.write_private(note, json.dumps(theirs))
    return note


def _bring_up_to_date() -> None:
    """Today's tables; the rights of the application's role, which no dump carries."""
    connection.close()
    installation.migrate_if_needed()
    history.protect(plan=[True])


@transaction.atomic
def _calm(at: datetime) -> int:
    """No letter leaves until an officer releases them; nobody is signed in. Gives the held."""
    Message.objects.filter(state__in=LEAVING).update(lease_until=at - timedelta(days=1))
    letters.recover(at=at)
    codes = Message.objects.filter(state__in=WAITING, kind__startswith=rules.ACCOUNT)
    codes.update(state=Message.State.SUPERSEDED, error=STALE, sealed=None)
    letters.hush(by="restore", at=at)
    Session.objects.all().delete()
    Heartbeat.objects.all().delete()
    cache.clear()
    return Message.objects.filter(state=Message.State.HELD).count()


def _room() -> Path:
    """Beside the data, where there is room for uploads, rather than in memory."""
    return files.make_folder(Path(settings.DATA_DIR), passable=True)
