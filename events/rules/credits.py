"""Credits: minutes of attendance, on an hour of fifty minutes unless a kind says otherwise."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

from kit.rules import knob

# NASBA/IACET and most others: a contact hour has fifty minutes.
MINUTES = 50
CENT = Decimal("0.01")
KEEP_YEARS = knob("events.credit_years", 5, _("Years for which credits stay on record"))


def earned(
    offered: int, *, timed: bool, arrived_at: datetime | None, left_at: datetime | None,
    starts_at: datetime, ends_at: datetime,
) -> int:  # fmt: skip
    """Minutes credited of those offered to somebody who was there.

    Where times are required: at most the whole minutes between arrival and leaving that lie within
    the meeting, none without both.
    """
    if not timed:
        return offered
    if arrived_at is None or left_at is None:
        return 0
    inside = min(left_at, ends_at) - max(arrived_at, starts_at)
    return max(0, min(offered, int(inside.total_seconds() // 60)))


def credits_of(minutes: int, per_credit: int = MINUTES) -> float:
    """Credits to two places, a half rounded up as the database does."""
    return float((Decimal(minutes) / per_credit).quantize(CENT, ROUND_HALF_UP))
