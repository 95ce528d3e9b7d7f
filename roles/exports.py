"""The hand-over of a seat as one PDF, or as a ZIP of that, a sheet and a calendar."""

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import date

from django.utils.dates import MONTHS
from icalendar import Calendar, Event

from kit import pdf
from kit.cells import safe
from kit.text import clean, in_lines
from outbox.papers import on_letterhead
from roles.models import HandoverLine
from roles.queries.handover import Handover

COLUMNS = ("kind", "title", "detail", "month", "due_on", "holder", "checked_on", "closed")


def handover_pdf(found: Handover, *, today: date) -> bytes:
    """The pack on the letterhead, in the active language. Raises kit.pdf.NoPdf."""
    context = {"found": found, "day": today, "months": MONTHS}
    return on_letterhead("roles/pdf/handover.html", context)


def handover_zip(found: Handover, *, today: date) -> bytes:
    """The PDF (left out where none can be drawn), `lines.csv` and `year.ics`."""
    live = [row for _kind, _label, rows in found.lines for row in rows]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        try:
            pack.writestr("handover.pdf", handover_pdf(found, today=today))
        except pdf.NoPdf as missing:
            pack.writestr("no-pdf.txt", str(missing))
        pack.writestr("lines.csv", as_csv([*live, *found.closed]))
        pack.writestr("year.ics", as_calendar(live, today=today))
    return out.getvalue()


def as_csv(rows: Iterable[HandoverLine]) -> str:
    """Every line with a header, cells that never run as formulas."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        cells = (
            row.kind, row.title, row.detail, row.month or "", row.due_on or "",
            row.holder.name if row.holder else "", row.checked_on or "", bool(row.closed_at),
        )  # fmt: skip
        writer.writerow([safe(str(cell)) for cell in cells])
    return out.getvalue()


def as_calendar(rows: Iterable[HandoverLine], *, today: date) -> bytes:
    """What comes back every year, as all-day entries on the first of the month (RFC 5545)."""
    calendar = Calendar()
    calendar.add("prodid", "-//hand-over//EN")
    calendar.add("version", "2.0")
    for row in rows:
        if row.month is None:
            continue
        entry = Event()
        entry.add("uid", f"handover-{row.pk}-{row.written_at:%Y%m%d%H%M%S}")
        entry.add("dtstamp", row.written_at)
        entry.add("dtstart", date(today.year, row.month, 1))
        entry.add("rrule", {"freq": "yearly"})
        entry.add("summary", clean(row.title))
        entry.add("description", in_lines(row.detail))
        calendar.add_component(entry)
    return calendar.to_ical()
