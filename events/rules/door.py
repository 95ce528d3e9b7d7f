"""When the door is open, and what is said of somebody who arrives."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from kit.rules import knob

PAGE_FROM = knob(
    "events.door_page_hours", 24, _("Hours before the start from which the door page opens")
)
CHECK_IN_FROM = knob(
    "events.check_in_hours_before", 3, _("Hours before the start from which people are checked in")
)
CHECK_IN_UNTIL = knob(
    "events.check_in_hours_after", 12, _("Hours after the start until which people are checked in")
)
LATE_PROMOTION = knob(
    "events.late_promotion_hours",
    24,
    _("Hours before the start within which somebody moved up is never a no-show"),
)
SELF_FROM = knob(
    "events.self_check_in_minutes",
    30,
    _("Minutes before the start from which people check themselves in with the code in the room"),
)
SELF_TRIES = knob(
    "events.self_check_in_tries", 6, _("Wrong codes one person may type within ten minutes")
)
QUORUM = knob("events.quorum", 0, _("Members in good standing a meeting needs (0 = none)"))
NO_SHOW_DAYS = knob("events.no_show_days", 180, _("Days for which a no-show is remembered"))
NO_SHOW_WORD = knob(
    "events.no_show_word",
    2,
    _("No-shows within those days from which a reminder asks kindly (0 = never)"),
)
AWAY_MONTHS = knob("events.welcome_back_months", 12, _("Months after which a return is noted"))


def too_early(starts_at: datetime, at: datetime, hours: int) -> bool:
    """Whether `at` is more than so many hours before the start."""
    return at < starts_at - timedelta(hours=hours)


def too_late(starts_at: datetime, at: datetime, hours: int) -> bool:
    """Whether `at` is more than so many hours after the start."""
    return at > starts_at + timedelta(hours=hours)


def runs(starts_at: datetime, ends_at: datetime, at: datetime, minutes: int) -> bool:
    """Whether the meeting runs: from so many minutes before the start to its end (half-open)."""
    return starts_at - timedelta(minutes=minutes) <= at < ends_at


def put_right(made_at: datetime, device_now: datetime, now: datetime) -> datetime:
    """When a device's act was made by our clock; never later than `now`."""
    return min(now, made_at + (now - device_now))


def was_late_promotion(promoted_at: datetime | None, starts_at: datetime, hours: int) -> bool:
    """Whether a seat came so late that staying away is nobody's fault."""
    return promoted_at is not None and promoted_at >= starts_at - timedelta(hours=hours)


def show_rate(attended: int, said_yes: int) -> str:
    """How many of those who said yes came: plain counts below 20, per cent from there on."""
    if not said_yes:
        return ""
    if said_yes < 20:
        return _("%(attended)s of %(said)s") % {"attended": attended, "said": said_yes}
    return f"{round(100 * attended / said_yes)} %"
