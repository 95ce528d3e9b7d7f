"""What is told for a short while, and what comes late."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from kit.rules import knob

NEEDS_DAYS = knob(
    "events.needs_days", 30, _("Days after a meeting until dietary and access needs are deleted")
)
LATE_HOURS = knob(
    "events.late_hours", 24, _("Hours before the start from which giving a seat back is late")
)


def late_from(starts_at: datetime, answers_until: datetime | None, hours: int) -> datetime:
    """From when a seat given back is late: the set hour, else so many hours before the start."""
    return min(answers_until or starts_at, starts_at - timedelta(hours=hours))


def is_late(state: str, answered_at: datetime, limit: datetime) -> bool:
    """Whether a seat was given back late."""
    return state == "cancelled" and answered_at >= limit
