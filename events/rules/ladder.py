"""When invitations and reminders are due. Offsets are wall-clock time in the meeting's zone."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from kit.rules import knob

INVITE_DAYS = knob("events.invite_days", 21, _("Days before a meeting the invitation goes out"))
FIRST_DAYS = knob("events.first_reminder_days", 7, _("Days before: first reminder to the silent"))
LAST_DAYS = knob("events.last_reminder_days", 2, _("Days before: last reminder to the silent"))
GOING_HOURS = knob("events.going_hours", 24, _("Hours before: reminder to those coming"))
SOON_HOURS = knob("events.soon_hours", 2, _("Hours before: short note to those coming"))

SILENT_AFTER = knob(
    "events.silent_after", 3, _("Meetings without an answer after which only the invitation goes")
)
DIGEST_WEEKDAY = knob("events.digest_weekday", 1, _("Day of the weekly digest (1 = Monday)"))

AFTER_HOURS = knob("events.after_hours", 18, _("Hours after the end: the letter afterwards"))
# A letter that comes days later is no echo of the evening any more.
AFTER_LASTS = timedelta(hours=48)

INVITATION, FIRST, LAST, GOING, SOON = "invitation", "7d", "2d", "24h", "2h"
KNOBS = (INVITE_DAYS, FIRST_DAYS, LAST_DAYS, GOING_HOURS, SOON_HOURS)


@dataclass(frozen=True)
class Stage:
    """One step: due from `due_at`, sent until `ends_at` (half-open, UTC)."""

    name: str
    due_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Offsets:
    """The five steps as the board has set them."""

    invitation: int = INVITE_DAYS.default
    first: int = FIRST_DAYS.default
    last: int = LAST_DAYS.default
    going: int = GOING_HOURS.default
    soon: int = SOON_HOURS.default

    def but(self, **own: int | None) -> "Offsets":
        """With the numbers a series has set for itself; None keeps, 0 leaves the step out."""
        return replace(self, **{name: number for name, number in own.items() if number is not None})


def days_before(starts_at: datetime, zone: ZoneInfo, days: int) -> datetime:
    """The same time on the wall clock that many days earlier, in UTC."""
    return (starts_at.astimezone(zone) - timedelta(days=days)).astimezone(UTC)


def silent_stages(starts_at: datetime, zone: ZoneInfo, offsets: Offsets) -> list[Stage]:
    """The steps for members who have not answered, earliest first."""
    soon = starts_at - timedelta(hours=offsets.soon)
    steps = [(INVITATION, offsets.invitation), (FIRST, offsets.first), (LAST, offsets.last)]
    marks = [(name, days_before(starts_at, zone, days)) for name, days in steps if days]
    return _chain(sorted(marks, key=lambda mark: mark[1]), soon)


def going_stages(starts_at: datetime, offsets: Offsets) -> list[Stage]:
    """The steps for those who are coming, earliest first."""
    steps = [(GOING, offsets.going), (SOON, offsets.soon)]
    marks = [(name, starts_at - timedelta(hours=hours)) for name, hours in steps if hours]
    return _chain(sorted(marks, key=lambda mark: mark[1]), starts_at)


def current(stages: list[Stage], at: datetime) -> Stage | None:
    """The latest step passed at that instant, as long as its time lasts."""
    running = [stage for stage in stages if stage.due_at <= at < stage.ends_at]
    return running[-1] if running else None


def _chain(marks: list[tuple[str, datetime]], end: datetime) -> list[Stage]:
    ends = [due for _name, due in marks[1:]] + [end] if marks else []
    return [Stage(name, due, until) for (name, due), until in zip(marks, ends, strict=True)]
