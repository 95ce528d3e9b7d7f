"""What may be: pure functions of values and dates, no database, no clock."""

from events.rules.answers import (
    Ask,
    How,
    Seats,
    closes_at,
    offered_until,
    seatable,
    unique_names,
    usual_mode,
)

__all__ = [
    "Ask",
    "How",
    "Seats",
    "closes_at",
    "offered_until",
    "seatable",
    "unique_names",
    "usual_mode",
]
