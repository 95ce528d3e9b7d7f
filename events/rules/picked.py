"""A rule picked in words: which week, which weekday, without which months."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.rules.rule_words import CODES

# The value of the field -> its words, and the number RFC 5545 puts before the weekday.
WHICH: dict[str, tuple[str | Promise, int]] = {
    "first": (_("first"), 1),
    "second": (_("second"), 2),
    "third": (_("third"), 3),
    "fourth": (_("fourth"), 4),
    "fifth": (_("fifth, in months that have one"), 5),
    "last": (_("last"), -1),
    "weekly": (_("every week"), 0),
    "fortnightly": (_("every other week"), 0),
}
NUMBERS = {str(number): name for name, (_words, number) in WHICH.items() if number}
YEAR = range(1, 13)


@dataclass(frozen=True)
class Picked:
    """What was picked: a key of WHICH, an RFC 5545 weekday, months (1 to 12) without a meeting."""

    which: str
    weekday: str
    without: frozenset[int] = frozenset()


def compose(which: str, weekday: str, without: Collection[int] = ()) -> str:
    """The RFC 5545 rule of these words. Without all twelve months there is no rule: ""."""
    months = [str(month) for month in YEAR if month not in without]
    if not months:
        return ""
    number = WHICH[which][1]
    text = f"FREQ=MONTHLY;BYDAY={number}{weekday}" if number else f"FREQ=WEEKLY;BYDAY={weekday}"
    if which == "fortnightly":
        text = f"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}"
    return text if len(months) == len(YEAR) else f"{text};BYMONTH={','.join(months)}"


def picked(rule: str) -> Picked | None:
    """The words a rule was picked with; None where it says more than these words can."""
    parts = dict(piece.split("=", 1) for piece in rule.upper().split(";") if "=" in piece)
    day, months = parts.get("BYDAY", ""), parts.get("BYMONTH", "")
    number, weekday = day[:-2].lstrip("+"), day[-2:]
    named = {int(month) for month in months.split(",") if month.isdigit()} or set(YEAR)
    weeks = {"1": "weekly", "2": "fortnightly"}
    which = NUMBERS.get(number, "") if number else weeks.get(parts.get("INTERVAL", "1"), "")
    if which not in WHICH or weekday not in CODES:
        return None
    found = Picked(which, weekday, frozenset(set(YEAR) - named))
    plain = ";".join(
        f"{key}={text}" for key, text in parts.items() if (key, text) != ("INTERVAL", "1")
    )
    return found if _same(compose(which, weekday, found.without), plain) else None


def which_choices() -> list[tuple[str, str | Promise]]:
    """For a form: key and words."""
    return [(key, words) for key, (words, _number) in WHICH.items()]


def weekday_choices() -> list[tuple[str, str | Promise]]:
    """For a form: RFC 5545's two letters and the weekday."""
    return [(code, WEEKDAYS[number]) for code, number in CODES.items()]


def month_choices() -> list[tuple[str, str | Promise]]:
    """For a form: number and month."""
    return [(str(number), MONTHS[number]) for number in YEAR]


def _same(one: str, other: str) -> bool:
    return sorted(one.split(";")) == sorted(other.split(";"))
