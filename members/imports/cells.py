"""One cell to one value; a ValueError says in words what is wrong with it."""

import json
import re
import uuid
from datetime import date
from typing import Any

from dateutil import parser as dateparser
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from kit.cells import unsafe
from kit.text import clean

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00)?(?:\.0+)?)?$")
NUMBERS = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")
SHORT = re.compile(r"^\d{1,2}[-/.]\d{1,2}[-/.]\d{2}$")
SERIAL = re.compile(r"^\d{4,6}(\.\d+)?$")
WORDS = re.compile(
    r"^(?:\d{1,2}(?:st|nd|rd|th)?\.?[ -][A-Za-z]{3,9}\.?,?[ -]\d{4}"
    r"|[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})$"
)
NOTES_LIMIT = 10_000
YES = {"yes", "y", "true", "1", "x", "ja", "oui", "si", "sí"}
NO = {"", "no", "n", "false", "0", "nein", "non"}


def text(cell: str, limit: int) -> str:
    """One line of text of at most `limit` characters."""
    value = clean(_plain(cell))
    if len(value) > limit:
        raise ValueError(_("This is longer than {limit} characters.").format(limit=limit))
    return value


def lines(cell: str, limit: int = 1000) -> str:
    """Several lines, each without blanks around it."""
    value = "\n".join(clean(line) for line in _plain(cell).splitlines()).strip()
    if len(value) > limit:
        raise ValueError(_("This is longer than {limit} characters.").format(limit=limit))
    return value


def address(cell: str) -> str:
    """An e-mail address, or "" for an empty cell."""
    value = clean(_plain(cell)).removeprefix("mailto:")
    if value:
        try:
            validate_email(value)
        except ValidationError as error:
            words = _("“{value}” is no e-mail address.")
            raise ValueError(words.format(value=value)) from error
    if len(value) > 254:
        raise ValueError(_("This address is too long."))
    return value


def addresses(cell: str) -> list[str]:
    """Several e-mail addresses with a semicolon or comma between."""
    return [one for one in map(address, re.split(r"[;,]", _plain(cell))) if one]


def language(cell: str) -> str:
    """The code of a language these pages speak, or ""."""
    value = clean(_plain(cell)).lower()
    if value and value not in dict(settings.LANGUAGES):
        raise ValueError(_("“{value}” is no language of these pages.").format(value=value))
    return value


def uid(cell: str) -> uuid.UUID | None:
    """The number under which our own export names a person."""
    value = clean(_plain(cell))
    try:
        return uuid.UUID(value) if value else None
    except ValueError as error:
        raise ValueError(_("“{value}” is no number of ours.").format(value=value)) from error


def notes(cell: str) -> list[dict[str, str]]:
    """Notes as our own export writes them; any other text is one note without a day."""
    value = _plain(cell)
    found: Any
    try:
        found = json.loads(value) if value else []
    except ValueError:
        found = None
    if _are_notes(found):
        return list(found)
    if len(value) > NOTES_LIMIT:
        raise ValueError(_("This is longer than {limit} characters.").format(limit=NOTES_LIMIT))
    return [{"on": "", "by": "", "text": value}]


def _are_notes(found: Any) -> bool:
    return isinstance(found, list) and all(
        isinstance(note, dict) and note.keys() == {"on", "by", "text"} for note in found
    )


def flag(cell: str) -> bool:
    """Yes or no; an empty cell is no."""
    word = clean(cell).casefold()
    if word in YES or word in NO:
        return word in YES
    raise ValueError(_("“{value}” is neither yes nor no.").format(value=clean(cell)))


def unless_no(cell: str) -> bool:
    """True where the cell says yes or nothing: only a plain no is a no."""
    return not clean(cell) or flag(cell)


class Ambiguous(ValueError):
    """A day that can be read in two ways."""


def day_or_never(cell: str, order: str = "") -> date | None:
    """As `day`; WildApricot writes NEVER where no day is meant."""
    return None if clean(cell) == "NEVER" else day(cell, order)


def day(cell: str, order: str = "") -> date | None:
    """A day written so that it can mean one day only; None for an empty cell.

    `order` is what somebody said of the column: "dmy" or "mdy". Raises Ambiguous, ValueError.
    """
    value = clean(_plain(cell))
    if not value:
        return None
    iso, numbers = ISO.match(value), NUMBERS.match(value)
    try:
        if iso:
            return _checked(_date(value, int(iso[1]), int(iso[2]), int(iso[3])))
        if numbers:
            return _checked(_numbers(value, order, *map(int, numbers.groups())))
        if WORDS.match(value):
            return _checked(dateparser.parse(value, dayfirst=True).date())
    except (OverflowError, dateparser.ParserError) as error:
        words = _("“{value}” is no date. Write it as 2026-12-31.")
        raise ValueError(words.format(value=value)) from error
    if SHORT.match(value):
        words = _("“{value}” has a year of two digits. Write it as 2026-12-31.")
        raise ValueError(words.format(value=value))
    if SERIAL.match(value):
        raise ValueError(
            _("“{value}” is a spreadsheet's own number. Write it as 2026-12-31.").format(
                value=value
            )
        )
    words = _("“{value}” is no date. Write it as 2026-12-31.")
    raise ValueError(words.format(value=value))


def _numbers(value: str, order: str, first: int, second: int, year: int) -> date:
    if order:
        number, month = (first, second) if order == "dmy" else (second, first)
        return _date(value, year, month, number)
    if first != second and first <= 12 and second <= 12:
        words = _("“{value}” can be two different days. Write it as 2026-12-31.")
        raise Ambiguous(words.format(value=value))
    month, number = (second, first) if first > 12 else (first, second)
    return _date(value, year, month, number)


def _date(value: str, year: int, month: int, number: int) -> date:
    try:
        return date(year, month, number)
    except ValueError as error:
        words = _("“{value}” is no day of the calendar. Write it as 2026-12-31.")
        raise ValueError(words.format(value=value)) from error


def _checked(value: date) -> date:
    if not 1900 <= value.year <= 2199:
        raise ValueError(_("The year {year} cannot be meant.").format(year=value.year))
    return value


def _plain(cell: str) -> str:
    if CONTROL.search(cell):
        raise ValueError(_("This cell holds characters that are no text."))
    return unsafe(cell.strip())
