"""How strong a tie is, how it fades, and when somebody is being lost. No database, no clock.

A contact on day d of weight w gives w * 2^(-(t - d) / H) on day t; H is the half-life. The
strength of a tie is the sum over its contacts: it never falls through a contact, halves in H days
without one, and is the same for both. An evening of n people weighs min(1, talks / (n - 1)), how
likely two of them talked: 1 at a small table, 0 where more than a crowd came.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from kit.rules import knob

EPOCH = date(2000, 1, 1)
HALF_LIFE = knob(
    "network.half_life_days", 365, _("Days without contact after which a tie is half as strong")
)
TALKS = knob("network.talks_per_meeting", 8, _("People somebody talks to at one meeting"))
CROWD = knob(
    "network.crowd", 300, _("With more people present than this, a meeting connects nobody")
)
QUIET = knob(
    "network.quiet_days", 120, _("Days of silence after which somebody may be called out of touch")
)
ENOUGH = knob("network.enough", 0.5, _("Strength from which a tie is worth a reminder"))
# What one contact weighs: an evening together counts by its size, these count as they are.
SERVED_MONTH = 0.5
SHARED_JOB = 0.5
SHARED_COFFEE = 2.0
TOUCH_WEIGHTS = {
    "lunch": 2.0, "coffee": 2.0, "met": 2.0, "call": 1.5, "email": 0.5, "message": 0.5,
}  # fmt: skip
FIVE = 5
LAST_PLEA = 4


def at_epoch(weight: float, on: date, half_life: int) -> float:
    """A contact's weight as it is stored, at EPOCH: earlier than all, so always larger later."""
    return weight * 2.0 ** ((on - EPOCH).days / half_life)


def strength_on(stored: float, day: date, half_life: int) -> float:
    """The strength on a day of what is stored at EPOCH."""
    return stored * 2.0 ** (-(day - EPOCH).days / half_life)


def losing(strength: float, silent_days: int, rhythm_days: int) -> float:
    """How much would be lost by going on being silent; 0 while the rhythm is kept.

    `strength` is what it was at the last contact, so that silence alone never lowers the score.
    """
    if silent_days < rhythm_days:
        return 0.0
    return strength * min(silent_days / rhythm_days, LAST_PLEA)
