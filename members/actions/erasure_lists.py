"""The list of who was erased, kept beside the database, so that no restore brings anybody back.

A line holds keyed hashes and a day, never a name; without this installation's key it says nothing.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings

from members.models import ErasedPerson
from members.rules import erased_mark


def file() -> Path:
    """Where erasures are noted as they happen: it belongs into every copy kept elsewhere."""
    return Path(settings.DATA_DIR) / "erasures.jsonl"


def entries() -> list[dict[str, Any]]:
    """A line for each erasure on file, oldest first."""
    rows = ErasedPerson.objects.select_related("person", "erased_by").order_by("erased_at", "id")
    return [line(row) for row in rows]


def line(erased: ErasedPerson) -> dict[str, Any]:
    """The erasure without a name: marks of the person and of who did it, how, and when."""
    by = erased.erased_by
    return {
        "mark": erased_mark(str(erased.person.uid)),
        "via": erased.via,
        "by": erased_mark(str(by.uid)) if by else "",
        "at": erased.erased_at.isoformat(),
    }


def note(erased: ErasedPerson) -> None:
    """Append the erasure to the file, private, in one write."""
    text = json.dumps(line(erased)) + "\n"
    descriptor = os.open(file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with open(descriptor, "ab") as stream:
        stream.write(text.encode())


def read(paths: Iterable[Path]) -> dict[str, dict[str, Any]]:
    """The lines of those files that exist, by mark. Raises ValueError for what is no such list."""
    found: dict[str, dict[str, Any]] = {}
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        for text in filter(None, lines):
            entry = json.loads(text)
            found[entry["mark"]] = entry
    return found
