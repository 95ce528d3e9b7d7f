"""Jobs at meetings: when to be there, how long it took, when to ask and to remind."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext_noop as _

from kit.rules import knob

ASKED_AT_ONCE = knob("events.duty_asked_at_once", 3, _("People asked at once to step in for a job"))
HOURS_TO_ANSWER = knob(
    "events.duty_hours_to_answer", 24, _("Hours until the next people are asked to step in")
)
QUICK_MINUTES = knob("events.duty_quick_minutes", 15, _("Minutes counted for a short job"))
MEETINGS_SHOWN = 6
# Days before the start; the newest passed is sent.
REMINDERS = (7, 1)
SOON = timedelta(hours=48)
SOON_HOURS = 2


def call_time(starts_at: datetime, call_minutes: int) -> datetime:
    """When whoever has the job is to be there."""
    return starts_at - timedelta(minutes=call_minutes)


def clash(starts_at: datetime, ends_at: datetime, others: list[tuple[datetime, datetime]]) -> bool:
    """Whether a meeting overlaps one of the others (each start and end, half-open)."""
    return any(starts_at < end and start < ends_at for start, end in others)


def reminder_stage(starts_at: datetime, at: datetime) -> int | None:
    """The latest reminder passed, in days before the start; None before the first and after."""
    left = starts_at - at
    passed = [days for days in REMINDERS if left <= timedelta(days=days)]
    return min(passed) if passed and left > timedelta(0) else None


def next_asks_at(last_asked_at: datetime, starts_at: datetime, hours: int) -> datetime:
    """When the next people are asked after a silence; within two days of the start sooner."""
    wait = min(hours, SOON_HOURS) if starts_at - last_asked_at < SOON else hours
    return last_asked_at + timedelta(hours=wait)


def served_minutes(
    *, quick: int | None, call_at: datetime, arrived_at: datetime | None, ends_at: datetime
) -> int:
    """Minutes of service of somebody who was there.

    A short job counts `quick` minutes. An evening counts from the arrival, not before the call
    time, to the end of the meeting.
    """
    if quick is not None:
        return quick
    begin = max(call_at, arrived_at or call_at)
    return max(0, round((ends_at - begin).total_seconds() / 60))


def skill_words(text: str) -> list[str]:
    """Skills as they are compared: separated by commas, without case and empty ones."""
    return [word.strip().casefold() for word in text.split(",") if word.strip()]


def like(words: Iterable[str]) -> list[str]:
    """Patterns of LIKE that hold where a text has the word; its own signs mean themselves."""
    plain = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})
    return [f"%{word.translate(plain)}%" for word in words]


# So long after taking a job, giving it back is only a slip of the finger: nobody is asked.
SECOND_THOUGHTS = timedelta(minutes=10)
