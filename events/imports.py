"""A file of past and coming meetings, read into plain rows. Nothing here touches the database.

One row is one talk; several rows with the same series and start are talks of one meeting. Every
problem is named by its row in the file (the header is row 1) and its column.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from events.rules.columns import COLUMNS
from events.rules.names import first_names_of, read_speakers
from events.rules.recurrence import RuleInvalid, canonical, local_time_of
from kit import records
from kit.cells import unsafe
from kit.text import clean, fold

NEEDED = ("series", "starts_at_local")
LENGTHS = {"series": 200, "topic": 300, "venue": 200, "address": 300, "city": 120, "talk": 400}
LONGEST_NAME, LONGEST_PART = 300, 200
NUMBER = re.compile("[0-9]{1,10}")
FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S")
# What rows of one meeting must agree about, and rows of one series.
OF_MEETING = ("timezone", "number", "topic", "venue", "address", "city")
OF_SERIES = ("rule",)


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell: row of the file, column ("" = the whole row), a sentence."""

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class Row:
    """One row; `cells` holds the columns the file has; no `clock` where only a date is given."""

    line: int
    cells: dict[str, str]
    day: date
    clock: time | None

    @property
    def key(self) -> tuple[str, date, time | None]:
        """Which meeting the row belongs to."""
        return fold(self.cells["series"]), self.day, self.clock


@dataclass
class Sheet:
    """The rows of a file, or what is wrong with it. Rows are only good to use without problems."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def first_names(self) -> frozenset[str]:
        """Folded first names that occur in this file."""
        return first_names_of(row.cells.get("speakers", "") for row in self.rows)


def read(data: bytes) -> Sheet:
    """The rows of a CSV or XLSX file, read as every importer reads; columns by their header."""
    sheet = Sheet()
    try:
        first, *body = records.read(data)
    except records.Unreadable as error:
        sheet.problems.append(Problem(error.row or 1, "", str(error)))
        return sheet
    header = [fold(name) for name in first]
    sheet.problems += _header_problems(header)
    if not sheet.problems:
        for line, values in enumerate(body, start=2):
            _read_row(sheet, line, header, values)
    if not sheet.problems:
        sheet.problems += _disagreements(sheet.rows)
    if not sheet.problems and not sheet.rows:
        sheet.problems.append(Problem(1, "", _("The file holds no rows.")))
    return sheet


def _header_problems(header: list[str]) -> Iterator[Problem]:
    for name in NEEDED:
        if name not in header:
            told = _("The column “%(name)s” is missing. Known columns: %(known)s.")
            yield Problem(1, name, told % {"name": name, "known": ", ".join(COLUMNS)})
    for name, count in Counter(header).items():
        if count > 1 and name in COLUMNS:
            yield Problem(1, name, _("The column “%(name)s” stands there twice.") % {"name": name})


def _read_row(sheet: Sheet, line: int, header: list[str], values: list[str]) -> None:
    if not any(clean(value) for value in values):
        return
    if len(values) != len(header):
        told = _("This row has %(found)s cells, the header has %(needed)s.")
        told %= {"found": len(values), "needed": len(header)}
        sheet.problems.append(Problem(line, "", told))
        return
    pairs = zip(header, values, strict=True)
    cells = {name: clean(unsafe(value)) for name, value in pairs if name in COLUMNS}
    problems = [Problem(line, column, told) for column, told in _cell_problems(cells)]
    sheet.problems += problems
    if not problems:
        day, clock = _start(cells["starts_at_local"])
        sheet.rows.append(Row(line, cells, day, clock))


def _cell_problems(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    for column in NEEDED:
        if not cells[column]:
            yield column, _("This cell is empty.")
    try:
        if cells["starts_at_local"]:
            _start(cells["starts_at_local"])
    except ValueError:
        told = _("“%(value)s” is no date. Write it like 2026-11-26 19:00 or 2026-11-26.")
        yield "starts_at_local", told % {"value": cells["starts_at_local"]}
    try:
        canonical(cells.get("rule", ""))
        local_time_of(cells.get("rule", ""))
    except RuleInvalid as error:
        yield "rule", str(error)
    if cells.get("timezone") and not _is_zone(cells["timezone"]):
        told = _("“%(value)s” is no time zone. Write it like Europe/Prague.")
        yield "timezone", told % {"value": cells["timezone"]}
    number = cells.get("number", "")
    if number and not (NUMBER.fullmatch(number) and int(number) < 2**31):
        yield "number", _("“%(value)s” is no whole number.") % {"value": number[:50]}
    yield from _too_long(cells)


def _too_long(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    told = _("This text is too long: at most %(most)s characters fit.")
    for column, most in LENGTHS.items():
        if len(cells.get(column, "")) > most:
            yield column, told % {"most": most}
    for printed in read_speakers(cells.get("speakers", "")):
        if len(printed.text) > LONGEST_NAME:
            yield "speakers", told % {"most": LONGEST_NAME}
        elif max(len(fold(printed.name)), len(printed.affiliation)) > LONGEST_PART:
            yield "speakers", told % {"most": LONGEST_PART}


def _start(text: str) -> tuple[date, time | None]:
    """Day and wall time (None = only a day is given). Raises ValueError."""
    if len(text) == len("2026-11-26"):
        day, clock = date.fromisoformat(text), None
        if day.isoformat() != text:
            raise ValueError(text)
    else:
        found = next((moment for form in FORMATS if (moment := _moment(text, form))), None)
        if found is None:
            raise ValueError(text)
        day, clock = found.date(), found.time()
    if not 1900 <= day.year <= 2200:
        raise ValueError(text)
    return day, clock


def _moment(text: str, form: str) -> datetime | None:
    try:
        # Wall-clock time: its zone stands in a column of its own.
        return datetime.strptime(text, form)  # noqa: DTZ007
    except ValueError:
        return None


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return len(name) <= 64


def _disagreements(rows: list[Row]) -> Iterator[Problem]:
    """Cells that contradict an earlier row of the same meeting or series."""
    first: dict[tuple, Row] = {}
    told = _("Row %(line)s says something else about the same %(what)s.")
    for row in rows:
        for what, key, columns in (
            (_("series"), row.key[:1], OF_SERIES),
            (_("meeting"), row.key, OF_MEETING),
        ):
            earlier = first.setdefault(key, row)
            for column in columns:
                if earlier.cells.get(column) != row.cells.get(column):
                    yield Problem(row.line, column, told % {"line": earlier.line, "what": what})
