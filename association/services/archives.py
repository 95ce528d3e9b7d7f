"""One dated file that holds a whole association: database, uploads, keys, and what to compare."""

import hashlib
import json
import os
import tarfile
from pathlib import Path
from typing import Any

from association.services.errors import ServiceError

FORMAT = 1
MANIFEST, DUMP, KEYS, ERASURES = "manifest.json", "database.dump", "keys.json", "erasures.jsonl"
MEDIA = "media"


def write(file: Path, folder: Path, media: Path) -> None:
    """Pack the folder and the uploads into `file`, readable by its owner only, in one step.

    Raises ServiceError where the file is there already.
    """
    if file.exists():
        raise ServiceError(f"{file} is there already; a backup never overwrites one.")
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w") as tar:
                for name in (MANIFEST, DUMP, KEYS, ERASURES):
                    tar.add(folder / name, arcname=name)
                if media.is_dir():
                    tar.add(media, arcname=MEDIA)
            raw.flush()
            os.fsync(raw.fileno())
        os.link(draft, file)
    except FileExistsError as error:
        raise ServiceError(f"{file} is there already; a backup never overwrites one.") from error
    finally:
        draft.unlink(missing_ok=True)


def read(file: Path, folder: Path) -> dict[str, Any]:
    """Unpack the archive into the folder; the manifest. Raises ServiceError where it is unfit."""
    try:
        with tarfile.open(file) as tar:
            tar.extractall(folder, filter="data")
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, tarfile.TarError, ValueError) as error:
        raise ServiceError(f"{file} is no backup that can be read: {error}") from error
    if manifest.get("format") != FORMAT:
        raise ServiceError(f"{file} is of a format that this version does not know.")
    if manifest["dump"] != digest(folder / DUMP) or manifest["media"] != digests(folder / MEDIA):
        raise ServiceError(f"{file} is damaged: its parts are not those that were written.")
    return dict(manifest)


def digest(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below, by its path inside the folder; empty without a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): digest(path) for path in files}
