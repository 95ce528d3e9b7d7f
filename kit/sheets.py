"""Rows to CSV and XLSX; the cells are safe already, or numbers."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import batched
from typing import IO, Any

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK = 1000


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The file in pieces, its header first; UTF-8 and CRLF as RFC 4180 has it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for some in batched(rows, CHUNK):
        writer.writerows(some)
        yield _taken(buffer)
    yield _taken(buffer)


def write_xlsx(target: IO[bytes], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """One sheet, written row by row in constant memory: text stays text, numbers are numbers and
    days are days; what is empty, "" or None, stays empty. The header does not scroll away."""
    book = _workbook()(target, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    heading = book.add_format({"bold": True})
    for column, title in enumerate(columns):
        sheet.write_string(0, column, title, heading)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    string, number = sheet.write_string, sheet.write_number
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if value.__class__ is str:
                if value:
                    string(line, column, value)
            elif value.__class__ is date:
                sheet.write_datetime(line, column, value, day)
            elif value is not None:
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
