"""The books of an association that ends: contacts as a sheet and as cards, and all talks as a
static site with the sheet another association can read."""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from icalendar import vText
from icalendar.parser import Contentline, Parameters

from events.exports.meetings import COLUMNS, meeting_cells
from events.models import Meeting
from events.queries.archive import with_programme
from kit.cells import safe
from kit.sheets import as_csv
from kit.text import clean, in_lines
from pulse.models import Farewell

Shows = Farewell.Shows
# As members' importer reads them.
CONTACTS = ("name", "email", "phone", "employer", "city", "postal_address")


def contacts(book: Iterable[Any]) -> Iterator[dict[str, str]]:
    """Each entry of a book with what its person shows; the rest is empty."""
    for one in book:
        known = {
            Shows.EMAIL: one.address_, Shows.PHONE: one.person.phone, Shows.CITY: one.person.city,
            Shows.EMPLOYER: one.person.employer, Shows.POSTAL: one.person.postal_address,
        }  # fmt: skip
        shown = {field: text if field in one.shows else "" for field, text in known.items()}
        yield {"name": one.person.name, **{str(field): text for field, text in shown.items()}}


def contact_cells(book: Iterable[Any]) -> Iterator[list[str]]:
    """Rows of `CONTACTS`, none of which a spreadsheet executes."""
    for entry in contacts(book):
        yield [safe(entry[name]) for name in CONTACTS]


def contact_cards(book: Iterable[Any]) -> bytes:
    """The same as vCards (RFC 6350): an address book takes them all at once."""
    lines: list[bytes] = []
    for entry in contacts(book):
        told = [
            ("FN", entry["name"]), ("EMAIL", entry["email"]), ("TEL", entry["phone"]),
            ("ORG", entry["employer"]),
        ]  # fmt: skip
        lines += [b"BEGIN:VCARD", b"VERSION:4.0"]
        lines += [_line(name, vText(in_lines(text))) for name, text in told if text]
        if entry["city"] or entry["postal_address"]:
            lines.append(_address(entry))
        lines.append(b"END:VCARD")
    return b"".join(line + b"\r\n" for line in lines)


def _address(entry: dict[str, str]) -> bytes:
    """The seven parts of ADR, of which we know the street as it is written and the place."""
    street = " ".join(entry["postal_address"].split())
    parts = ["", "", street, "" if street else clean(entry["city"]), "", "", ""]
    escaped = ";".join(vText(part).to_ical().decode() for part in parts)
    return Contentline(f"ADR:{escaped}").to_ical()


def _line(name: str, value: vText) -> bytes:
    return Contentline.from_parts(name, Parameters(), value).to_ical()


def talks_archive(meetings: Any, name: str) -> bytes:
    """A ZIP: a page for each year that needs no server, and meetings.csv for a successor."""
    years: dict[int, list[Meeting]] = defaultdict(list)
    found = list(with_programme(meetings))
    for meeting in found:
        years[meeting.starts_at.astimezone(ZoneInfo(meeting.timezone)).year].append(meeting)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("style.css", render_to_string("pulse/archive/style.css"))
        counts = [(year, len(rows)) for year, rows in years.items()]
        box.writestr("index.html", _page("index", name=name, years=counts))
        for year, rows in years.items():
            box.writestr(f"{year}.html", _page("year", name=name, year=year, meetings=rows))
        box.writestr("meetings.csv", "".join(as_csv(COLUMNS, meeting_cells(found))))
    return file.getvalue()


def _page(which: str, **context: Any) -> str:
    return render_to_string(f"pulse/archive/{which}.html", context)
