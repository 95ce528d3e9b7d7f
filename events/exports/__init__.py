"""Attendance as CSV and XLSX: rows in, bytes out. Cells never run as formulas."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string

from events.queries.service import Service
from kit import pdf
from kit.cells import safe
from kit.sheets import CSV, XLSX, as_csv, write_xlsx
from members.models import Person
from outbox.queries import letterhead

__all__ = ["COLUMNS", "CSV", "XLSX", "as_csv", "cells", "stamp", "text", "write_xlsx"]

COLUMNS = (
    "meeting", "starts_at", "timezone", "person_uid", "name", "email", "answer", "mode", "host",
    "attendance", "arrived_at", "method", "credits",
)  # fmt: skip


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


def service_record(person: Person, found: Service, *, today: date) -> bytes:
    """The record of what somebody did for the association, as PDF. Raises kit.pdf.NoPdf."""
    context = {"person": person, "service": found, "day": today, "head": letterhead()}
    css = render_to_string("pdf/letter.css")
    return pdf.render(render_to_string("events/pdf/service.html", context), css)
