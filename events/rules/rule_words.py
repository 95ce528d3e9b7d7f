"""A recurrence rule in words: "last Thursday of the month"."""

import re

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

CODES = {code: number for number, code in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
NTH_DAY = re.compile(r"^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$")


def in_words(rule: str) -> str:
    """How a person would say the rule; the rule itself where it is too special for words."""
    parts = dict(piece.split("=", 1) for piece in rule.upper().split(";") if "=" in piece)
    sayers = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}
    sayer = sayers.get(parts.get("FREQ", ""))
    return (sayer(parts) if sayer else "") or rule


def _every(parts: dict[str, str]) -> int:
    return int(parts.get("INTERVAL", "1"))


def _daily(parts: dict[str, str]) -> str:
    every = _every(parts)
    return ngettext("every day", "every %(every)s days", every) % {"every": every}


def _weekly(parts: dict[str, str]) -> str:
    every = _every(parts)
    days = _join([_nth_day(code, "") for code in parts.get("BYDAY", "").split(",")])
    said = ngettext("every %(days)s", "%(days)s, every %(every)s weeks", every)
    return _without(parts, said % {"days": days, "every": every}) if days else ""


def _monthly(parts: dict[str, str]) -> str:
    every, days = _every(parts), _days_of_month(parts)
    said = ngettext("%(days)s of the month", "%(days)s, every %(every)s months", every)
    return _without(parts, said % {"days": days, "every": every}) if days else ""


def _without(parts: dict[str, str], said: str) -> str:
    """With the months left out, or those it keeps to, whichever are fewer."""
    if "BYMONTH" not in parts:
        return said
    named = {int(month) for month in parts["BYMONTH"].split(",")}
    absent = set(MONTHS) - named
    keeps = len(named) < len(absent)
    words = _("%(rule)s, in %(months)s") if keeps else _("%(rule)s except %(months)s")
    names = [str(MONTHS[month]) for month in sorted(named if keeps else absent)]
    return words % {"rule": said, "months": _join(names)}


def _yearly(parts: dict[str, str]) -> str:
    days, months = _days_of_month(parts), parts.get("BYMONTH", "")
    if not days or not months or _every(parts) != 1:
        return ""
    names = _join([str(MONTHS[int(month)]) for month in months.split(",")])
    return _("%(days)s of %(months)s") % {"days": days, "months": names}


def _days_of_month(parts: dict[str, str]) -> str:
    if "BYDAY" in parts and "BYMONTHDAY" in parts:
        return ""
    if "BYMONTHDAY" in parts:
        return _join([_month_day(int(number)) for number in parts["BYMONTHDAY"].split(",")])
    position = parts.get("BYSETPOS", "")
    return _join([_nth_day(code, position) for code in parts.get("BYDAY", "").split(",")])


def _nth_day(code: str, position: str) -> str:
    found = NTH_DAY.match(code)
    if not found:
        return ""
    number, day = found.group(1) or position, str(WEEKDAYS[CODES[found.group(2)]])
    return f"{_ordinal(int(number))} {day}" if number else day


def _month_day(number: int) -> str:
    return _("last day") if number == -1 else _("day %(number)s") % {"number": number}


def _ordinal(number: int) -> str:
    known = {
        1: _("first"),
        2: _("second"),
        3: _("third"),
        4: _("fourth"),
        5: _("fifth"),
        -1: _("last"),
        -2: _("last but one"),
    }
    return known.get(number, str(number))


def _join(words: list[str]) -> str:
    return get_text_list(words, _("and")) if all(words) else ""
