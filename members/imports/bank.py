"""A bank's CSV to plain lines: which column means what, and every cell that cannot be read."""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from kit.records import SEPARATORS, records
from kit.text import clean, fold
from members.rules import bank


class Column(StrEnum):
    """What a column of a statement can hold."""

    DAY = "day"
    AMOUNT = "amount"
    PAYER = "payer"
    PURPOSE = "purpose"


# As banks write them; all words must stand in the header, the first that fits wins.
NAMES: dict[Column, tuple[str, ...]] = {
    Column.DAY: ("buchungstag", "buchungsdatum", "booking date", "date", "datum", "posted",
                 "transaction date", "completed date", "valutadatum", "value date"),
    Column.AMOUNT: ("betrag", "betrag (eur)", "betrag (€)", "amount", "amount (eur)", "umsatz",
                    "credit", "paid in", "gross", "brutto"),
    Column.PAYER: ("beguenstigter/zahlungspflichtiger", "name zahlungsbeteiligter",
                   "auftraggeber/empfanger", "auftraggeber / begunstigter", "zahlungspflichtige*r",
                   "auftraggeber", "partner name", "payer", "name", "counterparty",
                   "payee", "sender", "from", "zahler"),
    Column.PURPOSE: ("verwendungszweck", "purpose", "reference", "payment reference", "memo",
                     "description", "details", "betreff", "booking text"),
}  # fmt: skip
NEEDED = (Column.DAY, Column.AMOUNT)


@dataclass(frozen=True)
class Line:
    """One readable line; `row` is the row of the file, `mark` the same in every file."""

    row: int
    booked_on: date
    cents: int
    payer: str
    purpose: str
    mark: str


@dataclass(frozen=True)
class Sheet:
    """A file: the row its header stands in, the header, and what follows."""

    first: int
    header: list[str]
    rows: list[list[str]]

    @property
    def key(self) -> str:
        """By which its columns are remembered."""
        return hashlib.sha256("\x1f".join(map(_word, self.header)).encode()).hexdigest()[:40]


def sheet(text: str) -> Sheet:
    """The file from its header on: banks put lines of their own above. Raises Unreadable."""
    above, text = _without_preamble(text)
    found = records(text)
    best = max(range(min(len(found), 25)), key=lambda i: (len(guess_columns(found[i])), -i))
    if len(guess_columns(found[best])) < len(NEEDED):
        best = next((i for i, row in enumerate(found) if sum(map(bool, row)) > 1), 0)
    return Sheet(above + best + 1, found[best], found[best + 1 :])


def _without_preamble(text: str) -> tuple[int, str]:
    """(number of lines, the text without them): lines without separators above the header."""
    rows = text.split("\n")
    for number, row in enumerate(rows[:25]):
        if max(row.count(sign) for sign in SEPARATORS) > 1:
            return number, "\n".join(rows[number:])
    return 0, text


def guess_columns(header: list[str]) -> dict[str, int]:
    """Column -> its place, for what the header gives away."""
    words = [_word(cell) for cell in header]
    found: dict[str, int] = {}
    for column, names in NAMES.items():
        place = next((words.index(name) for name in names if name in words), None)
        if place is not None and place not in found.values():
            found[column.value] = place
    return found


def lines(source: Sheet, columns: dict[str, Any]) -> tuple[list[Line], list[dict[str, Any]]]:
    """(lines, problems): problems name row, column and what is wrong; empty rows are left out."""
    day_at, amount_at = int(columns[Column.DAY]), int(columns[Column.AMOUNT])
    mark = bank.decimal_mark(_cell(row, amount_at) for row in source.rows)
    order = columns.get("order") or bank.day_order(_cell(row, day_at) for row in source.rows)
    found: list[Line] = []
    problems: list[dict[str, Any]] = []
    seen: dict[tuple[Any, ...], int] = {}
    for number, row in enumerate(source.rows, source.first + 1):
        if not any(cell.strip() for cell in row):
            continue
        try:
            place = day_at
            booked = bank.day(_cell(row, day_at), order)
            place = amount_at
            amount = bank.cents(_cell(row, amount_at), mark)
        except ValueError as error:
            named = source.header[place] if place < len(source.header) else str(place + 1)
            problems.append({"row": number, "column": clean(named), "message": str(error)})
            continue
        payer, purpose = _text(row, columns, Column.PAYER), _text(row, columns, Column.PURPOSE)
        same = (booked, amount, payer, purpose)
        seen[same] = seen.get(same, 0) + 1
        marked = bank.mark_of(booked, amount, payer, purpose, seen[same])
        found.append(Line(number, booked, amount, payer[:200], purpose[:2000], marked))
    return found, problems


def _text(row: list[str], columns: dict[str, Any], column: Column) -> str:
    place = columns.get(column.value)
    return "" if place in (None, "") else clean(_cell(row, int(place)))


def _cell(row: list[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _word(cell: str) -> str:
    return " ".join(fold(clean(cell)).split())


def preview(source: Sheet) -> list[str]:
    """The header with an example from the first row, for choosing columns."""
    example = source.rows[0] if source.rows else []
    return [
        _("{name} (as in: {example})").format(name=name or n + 1, example=_cell(example, n)[:40])
        for n, name in enumerate(source.header)
    ]
