"""One person's data as a ZIP file: data.json, the files they sent, and what explains it."""

import json
import tempfile
import zipfile
from collections.abc import Iterable
from typing import IO, Any

from django.db.models.fields.files import FieldFile

README = """data.json holds everything on file about you: a list of rows for each table.
Other people are not named: where a row leads to a person it says "you" or "somebody else".
Times are UTC, sums of money are in cents. The folders hold what you sent us, by table and row.
"""
IN_MEMORY = 4_000_000


def archive(
    tables: dict[str, Any], files: Iterable[tuple[str, FieldFile]], *, taken_at: str
) -> IO[bytes]:
    """The ZIP, open at its beginning; large ones lie on disk. `taken_at` is ISO 8601.

    A file that is missing on the disk is left out.
    """
    data = json.dumps(
        {"taken_at": taken_at, "tables": tables}, ensure_ascii=False, indent=2, default=str
    )
    held = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("data.json", data)
        folder.writestr("README.txt", README)
        for name, file in files:
            if file.storage.exists(str(file.name)):
                with file.open("rb") as opened:
                    folder.writestr(name, opened.read())
    held.seek(0)
    return held
