"""Files to cells, for every importer: encodings, separators, quotes, and sheets (XLSX)."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

MOST_BYTES = 50 * 1024 * 1024
# What a sheet may unpack to: a small file can hold a very large one.
MOST_UNPACKED = 400 * 1024 * 1024
SEPARATORS = ";,\t"
CELL_LIMIT = 20_000
# A line with its end; a lone carriage return ends one too (old Macintosh).
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
SHEET, OLD_SHEET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class Unreadable(ValueError):
    """The file cannot be read; the text says why. `row` is the row of the file, 0 = all of it."""

    def __init__(self, message: str, row: int = 0) -> None:
        super().__init__(message)
        self.row = row


def read(raw: bytes) -> list[list[str]]:
    """The records of a CSV or XLSX file, the header first, as text. Raises Unreadable."""
    return list(stream(raw))


def decode(raw: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1252. Raises Unreadable."""
    if len(raw) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 50 MB."))
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _as(raw, "utf-16")
    if raw[:200].count(0) > len(raw[:200]) // 4:
        return _as(raw, "utf-16-le" if raw[1:2] == b"\x00" else "utf-16-be")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _as(raw, "cp1252")


def stream(raw: bytes) -> Iterator[list[str]]:
    """As `read`, one record after the other: a large file never stands in memory as cells.

    Raises Unreadable while it is read, also in the middle.
    """
    if raw.startswith(OLD_SHEET):
        raise Unreadable(_old_sheet(raw))
    return _streamed_sheet(raw) if raw.startswith(SHEET) else _records(decode(raw))


def _old_sheet(raw: bytes) -> str:
    # A sheet with a password is an encrypted package in the old container (MS-OFFCRYPTO 2.3.4).
    if "EncryptedPackage".encode("utf-16-le") in raw:
        return _("This sheet has a password. Take it off, or save it as CSV.")
    return _("This is a sheet in an old format. Save it as XLSX or CSV.")


def records(text: str) -> list[list[str]]:
    """The records of the text, the header first. Raises Unreadable for broken quotes."""
    return list(_records(text))


def _records(text: str) -> Iterator[list[str]]:
    if "\x00" in text:
        row = text.count("\n", 0, text.index("\x00")) + 1
        raise Unreadable(_("The file holds a NUL character: it is not a text file."), row)
    if not text.strip():
        raise Unreadable(_("The file is empty."))
    csv.field_size_limit(CELL_LIMIT)
    lines = (match[0] for match in LINE.finditer(text))
    reader = csv.reader(lines, delimiter=separator(text), strict=True)
    number = 0
    try:
        for record in reader:
            number += 1
            yield record
    except csv.Error as error:
        raise Unreadable(
            _("The quotes do not match here ({error}).").format(error=error), number + 1
        ) from error


def separator(text: str) -> str:
    """The separator that occurs most often in the first line outside quotes; comma if none."""
    line = text.lstrip().split("\n", 1)[0]
    outside = "".join(line.split('"')[::2])
    best = max(SEPARATORS, key=outside.count)
    return best if best in outside else ","


def sheet(raw: bytes) -> list[list[str]]:
    """The records of the first visible sheet of an XLSX file, days as ISO 8601. Raises Unreadable.

    Formulas are refused: what they come to stands in the file only if some program wrote it.
    """
    return list(_streamed_sheet(raw))


def _streamed_sheet(raw: bytes) -> Iterator[list[str]]:
    _check_size(raw)
    empty = True
    try:
        book = _loader()(io.BytesIO(raw), read_only=True)
        shown = [page for page in book.worksheets if page.sheet_state == "visible"]
        for row in _rows(shown[0]):
            empty = empty and not any(row)
            yield row
        book.close()
    except Unreadable:
        raise
    except Exception as error:
        # The library's parsers raise whatever they meet in a damaged file.
        raise Unreadable(_("This sheet is damaged. Save it again as XLSX or CSV.")) from error
    if empty:
        raise Unreadable(_("The file is empty."))


def _check_size(raw: bytes) -> None:
    if len(raw) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 50 MB."))
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as file:
            unpacked = sum(part.file_size for part in file.infolist())
    except zipfile.BadZipFile as error:
        raise Unreadable(_("This sheet is damaged. Save it again as XLSX or CSV.")) from error
    if unpacked > MOST_UNPACKED:
        raise Unreadable(_("This sheet is too large. Save it as CSV."))


def _rows(page: Any) -> Iterator[list[str]]:
    """Rows of equal length: as many cells as the header has, more only where something stands."""
    width = 0
    for number, row in enumerate(page.iter_rows(), start=1):
        texts = [_text(cell, number) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        width = width or len(texts)
        yield texts + [""] * (width - len(texts))


def _text(cell: Any, row: int) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        if cell.data_type in "fe":
            words = _("A cell of this row holds a formula. Copy the sheet as plain values.")
            raise Unreadable(words, row)
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _loader() -> Callable[..., Any]:
    """openpyxl's reader; imported late, for most processes never read a sheet."""
    from openpyxl import load_workbook  # noqa: PLC0415

    return load_workbook


def _as(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("The letters of this file cannot be read. Save it as CSV in UTF-8.")
        ) from error
