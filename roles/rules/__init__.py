"""Which rights the default groups hold, when a term's end is announced, and what a limit means."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from fnmatch import translate
from functools import cache
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop as _

from kit.rules import knob

HOLDOVER_DAYS = knob(
    "roles.holdover_days", 90, _("Days a holdover runs before it must be renewed.")
)
FACTOR_DAYS = knob(
    "roles.second_factor_days",
    14,
    _("Days an officer without a second factor has rights, from the first day of the term."),
)
NOTICE_DAYS = (180, 90, 60, 30)
LETTER_TIME = time(9)
APPOINT = "roles.appoint"
BOARD_ADMIN = "Board admin"

# Rights by shell pattern; `!` takes away. Log-ins are never changed by a board: whoever could
# write them could make themselves superuser.
GROUPS: dict[str, tuple[str, ...]] = {
    BOARD_ADMIN: (
        "kit.*", "outbox.*", "members.*", "roles.*", "events.*", "pulse.*",
        "network.view_ask", "network.view_coffeeround", "network.view_opening",
        "!members.add_user", "!members.change_user", "!members.delete_user",
    ),
    "Secretary": (
        "members.enter_admin", "members.view_*", "members.export_people",
        "members.add_person", "members.change_person", "members.*_email",
        "members.send_letters", "members.send_notices",
        "events.view_*", "events.run_meeting", "events.export_attendance", "events.*_attendance",
        "events.write_minutes",
        "roles.view_*", "roles.run_election", "outbox.view_*", "outbox.*_suppression",
        "pulse.see_pulse",
    ),
    "Treasurer": (
        "members.enter_admin", "members.view_*", "members.export_people",
        "members.*_payment", "members.*_membership", "members.*_plan",
        "events.view_board_papers", "roles.view_*", "outbox.view_message", "pulse.see_pulse",
    ),
    "Membership": (
        "members.*", "!members.add_user", "!members.change_user", "!members.delete_user",
        "!members.send_notices",
        "events.view_*", "roles.view_*", "outbox.view_*", "outbox.*_suppression",
        "pulse.*", "!pulse.close_association",
    ),
    "Organizer": (
        "members.enter_admin", "members.view_person", "members.view_email", "members.add_person",
        "members.send_letters", "events.*", "roles.view_*", "outbox.view_message",
        "pulse.see_pulse",
    ),
}  # fmt: skip


def granted(name: str, permissions: Iterable[str]) -> set[str]:
    """Those of `permissions` ("app.codename") that the default group `name` holds."""
    gives, takes = _patterns(name)
    return {one for one in permissions if gives.match(one) and not takes.match(one)}


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What the group is given, and what is taken from that again."""
    takes = [pattern[1:] for pattern in GROUPS[name] if pattern.startswith("!")]
    gives = [pattern for pattern in GROUPS[name] if not pattern.startswith("!")]
    either = ["|".join(map(translate, patterns or [""])) for patterns in (gives, takes)]
    return re.compile(either[0]), re.compile(either[1])


# Whoever writes somebody's addresses can have a log-in code sent there, and be them.
TAKES_OVER = frozenset({"members.add_email", "members.change_email", "members.delete_email"})


def reads_only(permission: str) -> bool:
    """Whether "app.codename" lets one look and nothing else; all that a shadow gets."""
    return permission.partition(".")[2].startswith("view_")


def notice_stage(ends_on: date, today: date) -> int | None:
    """The latest stage passed, in days before the end; None before the first and after the end."""
    left = (ends_on - today).days
    passed = [stage for stage in NOTICE_DAYS if left <= stage]
    return min(passed) if passed and left > 0 else None


def notice_range(today: date) -> tuple[date, date]:
    """The half-open range of ends that are announced today, whichever their stage."""
    return today + timedelta(days=1), today + timedelta(days=max(NOTICE_DAYS) + 1)


def stage_over(ends_on: date, stage: int) -> date:
    """The first day on which a stage is no longer the latest."""
    later = [other for other in NOTICE_DAYS if other < stage]
    return ends_on - timedelta(days=max(later, default=0))


def over_limit(terms_before: int, limit: int | None) -> bool:
    """Whether one more term in a row passes the role's limit; no limit is never passed."""
    return limit is not None and terms_before + 1 > limit


def letter_time(today: date, zone: ZoneInfo) -> datetime:
    """When the letters of a day leave: nine in the morning on the association's clock."""
    return datetime.combine(today, LETTER_TIME, zone)


def fair_share(seats: int, term_months: int) -> int:
    """How many of a body's seats may end in one year when their ends are spread evenly."""
    years = max(1, -(-term_months // 12))
    return -(-seats // years)


def too_many(ends: int, seats: int, term_months: int) -> bool:
    """Whether so many ends in one year are more than the even share; never with yearly terms."""
    return term_months > 12 and ends > 1 and ends > fair_share(seats, term_months)


# What looks like a secret written down in spite of all: a word for one, then a sign, then it.
SECRET = re.compile(
    r"(?i)\b(?:pass(?:word|wort|phrase)?|kennwort|pin|secret|geheimnis|tan|token|api[ -]?key)"
    r"\s*(?::|=|is\b|ist\b|lautet\b)\s*\S"
)


def names_a_secret(text: str) -> bool:
    """Whether a text seems to hold a password or the like, which never belongs on file."""
    return SECRET.search(text) is not None


def check_overdue(checked_on: date | None, today: date) -> bool:
    """Whether an outside key was not looked after for a year."""
    return checked_on is None or checked_on <= today - timedelta(days=365)
