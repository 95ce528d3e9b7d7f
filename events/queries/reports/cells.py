"""Rows of a report as cells of a file, and as a person reads them. Cells never run as formulas."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from events.queries.reports.attendance import EVERYBODY
from events.queries.reports.report import Answer, Asked, Column, Report
from kit.cells import safe

ZONE = "timezone"
COLUMNS = tuple(column.name for column in EVERYBODY.columns)


def cells(rows: Iterable[tuple]) -> Iterator[list[Any]]:
    """Rows of `queries.reports.attendance_rows` as cells: times in the meeting's own zone."""
    key, head, zone = None, ["", "", ""], ZoneInfo("UTC")
    for slug, starts_at, zone_name, uid, name, email, answer, mode, host, *seen in rows:
        if key != slug:
            key, zone = slug, ZoneInfo(zone_name)
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
    """`safe`, with a short way for what plainly is: printable and beginning with a letter; ""."""
    plain = not value or (value[0].isalpha() and value.isprintable())
    return value if plain else safe(value)


def as_file(report: Report, asked: Asked) -> tuple[list[str], Iterator[list[Any]]]:
    """The header of a report's file, and its rows as cells: text made harmless, instants in the
    meeting's zone, nothing as ""."""
    answer = report.answer(asked)
    rows = cells(answer.rows) if report is EVERYBODY else _cells(answer)
    return [column.name for column in answer.columns], rows


def as_line(columns: Sequence[Column], row: Sequence[Any]) -> list[str]:
    """One row as a person reads it, in the active language: instants in the row's own zone."""
    zone = next((value for one, value in zip(columns, row, strict=True) if one.name == ZONE), None)
    where = ZoneInfo(zone) if zone else None
    return [as_read(column, value, where) for column, value in zip(columns, row, strict=True)]


def as_read(column: Column, value: Any, zone: ZoneInfo | None = None) -> str:
    """What a person reads in place of a value; instants in `zone`, else in the current one."""
    if value is None:
        return "–"
    if column.is_number:
        return number_format(value)
    if column.kind == "day":
        return date_format(value)
    if column.kind == "moment":
        return date_format(timezone.localtime(value, zone), "SHORT_DATETIME_FORMAT")
    return str(column.words.get(value, value))


def period_words(asked: Asked) -> str:
    """The days of a report in words."""
    first, last = asked.first, asked.last
    if first and last:
        return _("{first} to {last}").format(first=date_format(first), last=date_format(last))
    if first:
        return _("since {first}").format(first=date_format(first))
    return _("until {last}").format(last=date_format(last or timezone.localdate(asked.at)))


def _cells(answer: Answer) -> Iterator[list[Any]]:
    zone = next((n for n, one in enumerate(answer.columns) if one.name == ZONE), None)
    for row in answer.rows:
        where = ZoneInfo("UTC") if zone is None else ZoneInfo(row[zone])
        yield [_cell(value, where) for value in row]


def _cell(value: Any, zone: ZoneInfo) -> Any:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return stamp(value, zone)
    return text(value) if isinstance(value, str) else value
