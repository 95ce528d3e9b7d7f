"""When a series meets: RFC 5545 rules in wall-clock time of one IANA zone.

A rule says on which days; the hour is the series' own `local_time`, so BYHOUR, BYMINUTE and
BYSECOND are read at import only. Days that do not exist (30 February, a fifth Thursday) are left
out, as RFC 5545 says. A wall time that a clock change skips moves forward by the gap; one that
comes twice means its first coming.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _

# Where "every other week" counts from when a series has not met yet: a Monday.
ANCHOR = date(2001, 1, 1)
# The longest silence of any real rule is 40 years (29 February on one weekday, around 2100).
HORIZON = timedelta(days=41 * 366)
# The calendar repeats: what never comes in the last years that dates can name never comes at all,
# and the search ends there by itself.
LAST_YEARS = date(9958, 1, 1)
CLOCK = ("BYHOUR", "BYMINUTE", "BYSECOND")
DAY_NAMED_BY = {
    "DAILY": (),
    "WEEKLY": ("BYDAY",),
    "MONTHLY": ("BYDAY", "BYMONTHDAY"),
    "YEARLY": ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"),
}
KNOWN = {"FREQ", "INTERVAL", "UNTIL", "WKST", "BYSETPOS", "BYMONTH"} | {
    name for names in DAY_NAMED_BY.values() for name in names
}


class RuleInvalid(ValueError):
    """The rule cannot be followed; the message is a sentence that says what to write."""


def canonical(rule: str) -> str:
    """The rule without its clock parts, upper case: what a series keeps. Raises RuleInvalid."""
    parts = _parts(rule)
    text = ";".join(f"{key}={value}" for key, value in parts.items() if key not in CLOCK)
    if parts and not _ever_comes(parts):
        raise RuleInvalid(_("This rule never comes to a day that exists."))
    return text


def local_time_of(rule: str) -> time | None:
    """The wall time a rule names with BYHOUR and BYMINUTE, if it does. Raises RuleInvalid."""
    parts = _parts(rule)
    if "BYHOUR" not in parts:
        return None
    try:
        return time(int(parts["BYHOUR"]), int(parts.get("BYMINUTE", "0")))
    except ValueError as error:
        raise RuleInvalid(
            _("BYHOUR and BYMINUTE name one time of day, such as 19 and 30.")
        ) from error


def occurrences(
    rule: str, local_time: time, zone: str, after: datetime, count: int, anchor: date = ANCHOR
) -> list[datetime]:
    """The next `count` starts after the instant `after`, in UTC, soonest first.

    `local_time` is the wall time in the IANA `zone`; `anchor` is a day the series has met on, from
    which an INTERVAL counts. Fewer come back where the rule ends. Raises RuleInvalid.
    """
    text = canonical(rule)
    if not text:
        return []
    first_day = after.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    starts = (instant(day, local_time, zone) for day in _days(text, first_day, anchor))
    return list(islice((start for start in starts if start > after), count))


def instant(day: date, local_time: time, zone: str) -> datetime:
    """The UTC instant of a wall time: skipped times move forward, doubled ones mean the first."""
    return datetime.combine(day, local_time.replace(fold=0), ZoneInfo(zone)).astimezone(UTC)


def _days(text: str, first_day: date, anchor: date) -> Iterator[date]:
    """Days of a canonical rule from `first_day` on; a stepped rule starts at `anchor`."""
    parts = _parts(text)
    begin = anchor if parts.get("INTERVAL", "1") != "1" else first_day
    end = min(date.max - HORIZON, max(first_day, begin)) + HORIZON
    try:
        parsed = rrulestr(text, dtstart=datetime.combine(begin, time.min))
        bounded = (
            parsed if "UNTIL" in parts else parsed.replace(until=datetime.combine(end, time.min))
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise RuleInvalid(_not_understood(text)) from error
    return (found.date() for found in bounded if found.date() >= first_day)


def _ever_comes(parts: dict[str, str]) -> bool:
    timeless = {key: value for key, value in parts.items() if key not in {*CLOCK, "UNTIL"}}
    text = ";".join(f"{key}={value}" for key, value in timeless.items())
    try:
        return (
            next(iter(rrulestr(text, dtstart=datetime.combine(LAST_YEARS, time.min))), None)
            is not None
        )
    except (ValueError, TypeError, AttributeError, IndexError) as error:
        raise RuleInvalid(_not_understood(text)) from error


def _parts(rule: str) -> dict[str, str]:
    """The rule's parts in their order, checked; an empty rule has none. Raises RuleInvalid."""
    text = rule.strip().upper().removeprefix("RRULE:")
    pairs = [piece.partition("=") for piece in text.split(";") if piece]
    parts = {key.strip(): value.strip() for key, _equals, value in pairs}
    if not parts:
        return {}
    if len(parts) != len(pairs) or not all(parts.values()):
        raise RuleInvalid(_not_understood(rule))
    if parts.get("FREQ") not in DAY_NAMED_BY:
        raise RuleInvalid(
            _("A rule begins with FREQ=MONTHLY, FREQ=WEEKLY, FREQ=DAILY or FREQ=YEARLY.")
        )
    if "COUNT" in parts:
        raise RuleInvalid(_("COUNT is not used here: write UNTIL with the last day instead."))
    for name in parts.keys() - KNOWN - set(CLOCK):
        raise RuleInvalid(
            _("%(name)s is not a part of a rule that is known here.") % {"name": name}
        )
    if not re.fullmatch("[1-9][0-9]?", parts.get("INTERVAL", "1")):
        raise RuleInvalid(_("INTERVAL is a whole number from 1 to 99."))
    _check_day_named(parts)
    if "UNTIL" in parts:
        parts["UNTIL"] = _last_day(parts["UNTIL"])
    return parts


def _last_day(until: str) -> str:
    """UNTIL as a day of the wall calendar; its clock and zone say nothing here."""
    try:
        return date.fromisoformat(until[:8]).strftime("%Y%m%d")
    except ValueError as error:
        raise RuleInvalid(_("UNTIL is the last day, written like 20271231.")) from error


def _check_day_named(parts: dict[str, str]) -> None:
    """A day must be named, for a series has no first date that could stand in for it."""
    needed = DAY_NAMED_BY[parts["FREQ"]]
    if needed and not any(name in parts for name in needed):
        raise RuleInvalid(
            _("The rule does not say on which day: add one of %(names)s, such as BYDAY=-1TH.")
            % {"names": ", ".join(needed)}
        )


def _not_understood(rule: str) -> str:
    return _(
        "“%(rule)s” is not a rule as RFC 5545 writes them, such as FREQ=MONTHLY;BYDAY=-1TH."
    ) % {"rule": rule}
