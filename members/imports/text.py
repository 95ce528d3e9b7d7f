"""Bytes to cells: encodings, separators, quotes."""

import csv
import io

from django.utils.translation import gettext as _

MOST_BYTES = 50 * 1024 * 1024
SEPARATORS = ";,\t"
CELL_LIMIT = 20_000


class Unreadable(ValueError):
    """The file cannot be read; the text says why. `row` is the row of the file, 0 = all of it."""

    def __init__(self, message: str, row: int = 0) -> None:
        super().__init__(message)
        self.row = row


def decode(raw: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1252. Raises Unreadable."""
    if len(raw) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 50 MB."))
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _as(raw, "utf-16")
    if b"\x00" in raw[:200]:
        return _as(raw, "utf-16-le" if raw[1:2] == b"\x00" else "utf-16-be")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _as(raw, "cp1252")


def records(text: str) -> list[list[str]]:
    """The records of the text, the header first. Raises Unreadable for broken quotes."""
    if "\x00" in text:
        raise Unreadable(_("The file holds a NUL character: it is not a text file."))
    if not text.strip():
        raise Unreadable(_("The file is empty."))
    csv.field_size_limit(CELL_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text), strict=True)
    found: list[list[str]] = []
    try:
        for record in reader:
            found.append(record)
    except csv.Error as error:
        raise Unreadable(
            _("The quotes do not match here ({error}).").format(error=error), len(found) + 1
        ) from error
    return found


def separator(text: str) -> str:
    """The separator that occurs most often in the first line outside quotes; comma if none."""
    line = text.lstrip().split("\n", 1)[0]
    outside = "".join(line.split('"')[::2])
    best = max(SEPARATORS, key=outside.count)
    return best if best in outside else ","


def _as(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("The letters of this file cannot be read. Save it as CSV in UTF-8.")
        ) from error
