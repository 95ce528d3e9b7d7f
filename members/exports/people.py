"""People as a sheet in the importer's own headers, so that it comes back as it went out."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from kit.cells import DANGEROUS
from kit.text import clean
from members.queries.export import Entry

COLUMNS = (
    "name", "known_as", "email", "phone", "plan", "start", "period_end", "joined_on", "employer",
    "city", "skills", "headline", "postal_address", "opted_out",
    "other_emails", "mail_via", "language", "deceased_on", "notes", "uid",
)  # fmt: skip
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def people_cells(entries: Iterable[Entry], further: Sequence[str]) -> Iterator[list[str]]:
    """A row for each person; `further` names the extra columns, which follow ours in order."""
    for entry in entries:
        person, row = entry.person, entry.membership
        end = row.period.upper if row else None
        postal = "\n".join(map(_plain, person.postal_address.splitlines())).strip()
        yield [
            _cell(person.name),
            _cell(person.known_as),
            _cell(entry.address),
            _cell(person.phone),
            _cell(row.plan.name if row else ""),
            _day(row.period.lower if row else None),
            _day(end - timedelta(days=1) if end else None),
            _day(person.joined_on),
            _cell(person.employer),
            _cell(person.city),
            _cell(person.skills),
            _cell(person.headline),
            _defused(postal),
            "yes" if entry.opted_out else "",
            _cell("; ".join(entry.further)),
            _cell(entry.via),
            person.language,
            _day(person.deceased_on),
            _notes(person.extra.get("notes")),
            str(person.uid),
            *(_cell(str(person.extra.get(name, ""))) for name in further),
        ]


def _notes(notes: object) -> str:
    return json.dumps(notes, ensure_ascii=False, separators=(",", ":")) if notes else ""


def headers(further: Sequence[str]) -> list[str]:
    """Our columns and the further ones, none of which a spreadsheet executes."""
    return [*COLUMNS, *map(_cell, further)]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _cell(text: str) -> str:
    return _defused(_plain(text))


def _plain(text: str) -> str:
    # Twice: a mark taken out between a letter and its accent lets the two compose.
    return clean(clean(CONTROL.sub("", text)))


def _defused(text: str) -> str:
    """As `kit.cells.safe`, but lines stay lines: an address must come back whole."""
    return f"'{text}" if DANGEROUS.match(text) else text
