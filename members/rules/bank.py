"""What stands in a bank's file: amounts, days, the mark of a line, whose name it holds."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from members.rules.people import folded_words

AMOUNT = re.compile(r"^[+-]?\d[\d.,' ]*$")
WHOLE = re.compile(r"^(\d+|\d{1,3}([.,' ]\d{3})+)$")
DAY = re.compile(r"^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})$")
MOST_CENTS = 100_000_000_00
SURE, LIKELY, UNSURE = 95, 80, 50


def cents(cell: str, mark: str = "") -> int:
    """`1.234,56` -> 123456; `mark` is the decimal mark of the column, "" where nobody knows.

    Raises ValueError in words, also where it could be two amounts.
    """
    text = re.sub(r"(?i)eur|usd|chf|gbp|[€$£\s\u00a0\u202f]", "", cell.replace("\u2212", "-"))
    negative = text.startswith("-") or text.endswith(("-", "S", "D"))
    plain = text.strip("+-").rstrip("HSDC").strip("+-")
    if not AMOUNT.match(plain):
        raise ValueError(_("“{value}” is no amount.").format(value=cell.strip()))
    mark = mark or decimal_mark([plain])
    last = max(plain.rfind("."), plain.rfind(","))
    if not mark and last > -1:
        raise ValueError(_("“{value}” can be two amounts.").format(value=cell.strip()))
    whole, _point, part = plain.rpartition(mark) if mark and mark in plain else (plain, "", "")
    digits = re.sub(r"[.,' ]", "", whole)
    if len(part) > 2 or not WHOLE.match(whole or "0") or not (digits + part).isdecimal():
        raise ValueError(_("“{value}” is no amount.").format(value=cell.strip()))
    found = int(digits or "0") * 100 + int(part.ljust(2, "0") or "0")
    if found > MOST_CENTS:
        raise ValueError(_("“{value}” is more than can be meant.").format(value=cell.strip()))
    return -found if negative else found


def decimal_mark(amounts: Iterable[str]) -> str:
    """The decimal mark of a column: "," or ".", or "" where no amount gives it away."""
    for amount in amounts:
        text = re.sub(r"[^\d.,]", "", amount)
        last = max(text.rfind("."), text.rfind(","))
        if last == -1:
            continue
        mark, behind = text[last], len(text) - last - 1
        if behind in {1, 2}:
            return mark
        both = {".", ","} <= set(text)
        if both and behind == 3 and text.count(mark) == 1:
            continue
        if text.count(mark) > 1:
            return "," if mark == "." else "."
    return ""


def day(cell: str, order: str = "") -> date:
    """A day of a bank's file; `order` is "dmy", "mdy" or "". Dots are always day first.

    Two digits of a year are of this century. Raises ValueError in words.
    """
    found = DAY.match(cell.strip().split("T")[0].split(" ")[0])
    if found is None:
        raise ValueError(_("“{value}” is no day.").format(value=cell.strip()))
    first, sign, second, third = found[1], found[2], int(found[3]), found[4]
    if len(first) == 4:
        year, month, number = int(first), second, int(third)
    else:
        year = int(third) + (2000 if len(third) == 2 else 0)
        number, month = _ordered(cell, int(first), second, "dmy" if sign == "." else order)
    try:
        return date(year, month, number)
    except ValueError as error:
        raise ValueError(
            _("“{value}” is no day of the calendar.").format(value=cell.strip())
        ) from error


def _ordered(cell: str, first: int, second: int, order: str) -> tuple[int, int]:
    if order == "mdy" or (not order and second > 12):
        return second, first
    if order == "dmy" or first > 12 or first == second:
        return first, second
    words = _("“{value}” can be two different days. Say which comes first, day or month.")
    raise ValueError(words.format(value=cell.strip()))


def day_order(cells: Iterable[str]) -> str:
    """What the days of a column give away: "dmy", "mdy", or "" for nothing."""
    for cell in cells:
        found = DAY.match(cell.strip())
        if found and len(found[1]) < 4:
            if int(found[1]) > 12 or found[2] == ".":
                return "dmy"
            if int(found[3]) > 12:
                return "mdy"
    return ""


def mark_of(booked: date, amount: int, payer: str, purpose: str, number: int) -> str:
    """The same for the same line of any file; `number` counts equal lines within one."""
    parts = (booked.isoformat(), str(amount), *_plain(payer, purpose), str(number))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:40]


def _plain(*texts: str) -> list[str]:
    return [" ".join(folded_words(text)) for text in texts]


@dataclass(frozen=True)
class Guess:
    """Whose money a line may be, how sure (0 to 100), and what speaks for it."""

    people: tuple[int, ...]
    confidence: int
    reason: str


def guess(
    payer: str,
    purpose: str,
    *,
    named: Iterable[tuple[int, frozenset[str]]],
    known: Iterable[int],
    mailed: Iterable[int],
) -> Guess:
    """The best guess. `named`: people some word of whose name stands in the line, with all words
    of their names; `known`: whom this payer paid for before; `mailed`: whose address is in it."""
    known, mailed = tuple(known), tuple(mailed)
    if known:
        return Guess(known, SURE, _("This payer paid for them before."))
    if mailed:
        return Guess(mailed, SURE, _("The e-mail address stands in the purpose."))
    rows = list(named)
    for text, reason in (
        (purpose, _("The name stands in the purpose.")),
        (payer, _("The payer has this name.")),
    ):
        words = frozenset(folded_words(text))
        found = [(pk, name) for pk, name in rows if len(name) > 1 and name <= words]
        if found:
            return _of_names(found, reason)
    return Guess((), 0, "")


def named_in(purpose: str, names: Iterable[str]) -> bool:
    """Whether all words of one of the names stand in the purpose."""
    said = frozenset(folded_words(purpose))
    return any(words and words <= said for words in (frozenset(folded_words(n)) for n in names))


def preferred(named: Sequence[bool], *, are_dues: bool) -> int | None:
    """Which of several claims of just the amount a line is for; `named`: which of them the
    purpose names. None where the dues are as likely, or two claims are."""
    said = [place for place, is_named in enumerate(named) if is_named]
    if said:
        return said[0] if len(said) == 1 else None
    return 0 if len(named) == 1 and not are_dues else None


def _of_names(found: list[tuple[int, frozenset[str]]], reason: str) -> Guess:
    people = tuple(pk for pk, _name in found)
    if len({name for _pk, name in found}) < len(found):
        return Guess(people, UNSURE, _("More than one person has this name."))
    if len(found) > 1:
        return Guess(people, LIKELY - 1, _("Several names stand in the line."))
    return Guess(people, LIKELY + 5, reason)
