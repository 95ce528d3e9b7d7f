"""What may be in the network: ties and losing touch, and whom a round of coffee brings together."""

from network.rules.ties import (
    CROWD,
    ENOUGH,
    EPOCH,
    FIVE,
    HALF_LIFE,
    LAST_PLEA,
    QUIET,
    SERVED_MONTH,
    SHARED_COFFEE,
    SHARED_JOB,
    TALKS,
    TOUCH_WEIGHTS,
    at_epoch,
    losing,
    strength_on,
)

__all__ = [
    "CROWD",
    "ENOUGH",
    "EPOCH",
    "FIVE",
    "HALF_LIFE",
    "LAST_PLEA",
    "QUIET",
    "SERVED_MONTH",
    "SHARED_COFFEE",
    "SHARED_JOB",
    "TALKS",
    "TOUCH_WEIGHTS",
    "at_epoch",
    "losing",
    "strength_on",
]
