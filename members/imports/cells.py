"""One cell to one value; a ValueError says in words what is wrong with it."""

import re
from datetime import date

from dateutil import parser as dateparser
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


def flag(cell: str) -> bool:
    """Yes or no; an empty cell is no."""
    word = clean(cell).casefold()
    if word in YES or word in NO:
        return word in YES
    raise ValueError(_("“{value}” is neither yes nor no.").format(value=clean(cell)))


def unless_no(cell: str) -> bool:
    """True where the cell says yes or nothing: only a plain no is a no."""
    return not clean(cell) or flag(cell)


def day_or_never(cell: str) -> date | None:
    """As `day`; WildApricot writes NEVER where no day is meant."""
    return None if clean(cell) == "NEVER" else day(cell)


def day(cell: str) -> date | None:
    """A day written so that it can mean one day only; None for an empty cell."""
    value = clean(_plain(cell))
    if not value:
        return None
    iso, numbers = ISO.match(value), NUMBERS.match(value)
    try:
        if iso:
            return _checked(_date(value, int(iso[1]), int(iso[2]), int(iso[3])))
        if numbers:
            return _checked(_unambiguous(value, int(numbers[1]), int(numbers[2]), int(numbers[3])))
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


def _unambiguous(value: str, first: int, second: int, year: int) -> date:
    if first != second and first <= 12 and second <= 12:
        words = _("“{value}” can be two different days. Write it as 2026-12-31.")
        raise ValueError(words.format(value=value))
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
