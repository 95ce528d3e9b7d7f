"""Attendance as CSV and XLSX: rows in, bytes out. Cells never run as formulas."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import IO, Any
from zoneinfo import ZoneInfo

from kit.cells import safe

COLUMNS = (
    "meeting", "starts_at", "timezone", "person_uid", "name", "email", "answer", "mode", "host",
    "attendance", "arrived_at", "method", "credits",
)  # fmt: skip
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK = 1000


def cells(rows: Iterable[tuple]) -> Iterator[list[Any]]:
    """Rows of `queries.reports.attendance_rows` as cells: times in the meeting's own zone."""
    key, head, zone = None, ["", "", ""], ZoneInfo("UTC")
    for slug, starts_at, zone_name, uid, name, email, answer, mode, host, *seen in rows:
        if key != (slug, starts_at):
            key, zone = (slug, starts_at), ZoneInfo(zone_name)
            head = [safe(slug), stamp(starts_at, zone), safe(zone_name)]
        attendance, arrived_at, method, credits_ = seen
        arrived = stamp(arrived_at, zone) if arrived_at else ""
        number = int(credits_) if credits_ == int(credits_) else credits_
        yield [
            *head, uid, text(name), text(email), answer, mode, text(host), attendance, arrived,
            method, number,
        ]  # fmt: skip


def stamp(at: datetime, zone: ZoneInfo) -> str:
    """ISO 8601 with the offset of the zone, to the second."""
    return at.astimezone(zone).isoformat(timespec="seconds")


def text(value: str) -> str:
    """`safe`, with a short way for what plainly is: printable and beginning with a letter."""
    return value if value[:1].isalpha() and value.isprintable() else safe(value)


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The file in pieces, its header first; UTF-8 and CRLF as RFC 4180 has it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for number, row in enumerate(rows, start=1):
        writer.writerow(row)
        if number % CHUNK == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def write_xlsx(target: IO[bytes], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """One sheet, written row by row in constant memory; text stays text, numbers numbers."""
    book = _workbook()(target, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    heading = book.add_format({"bold": True})
    for column, title in enumerate(columns):
        sheet.write_string(0, column, title, heading)
    string, number = sheet.write_string, sheet.write_number
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if value.__class__ is str:
                if value:
                    string(line, column, value)
            else:
                number(line, column, value)
    book.close()


def _workbook() -> Callable[..., Any]:
    """XlsxWriter's workbook; imported late, for most web processes never write a sheet."""
    from xlsxwriter import Workbook  # noqa: PLC0415

    return Workbook


def _taken(buffer: io.StringIO) -> str:
    piece = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return piece
