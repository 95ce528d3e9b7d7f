"""How long an association may last at its present pace: arithmetic, no database, no clock.

Each month the same number joins, and the same share of those who are there leaves. Joins and leaves
are counts of single events, so their spread is that of a Poisson count: n plus or minus 1.28 times
its root holds four times in five.
"""

from dataclasses import dataclass
from math import sqrt

from django.utils.translation import gettext_lazy as _

from kit.rules import knob

FLOOR = knob(
    "pulse.fewest_members", 12, _("Fewer members than this cannot keep the association alive")
)
FOUR_IN_FIVE = 1.2816
HORIZON = 120


@dataclass(frozen=True)
class Projection:
    """What the months `months` before today had, and what follows from it.

    `members` are there now, on average `average` were; `joined` came and `left` went. `floor` is
    the number below which the association cannot live.
    """

    members: int
    average: float
    joined: int
    left: int
    months: int
    floor: int

    @property
    def expected(self) -> int | None:
        """Months until there are fewer than `floor`; None where that is further than `HORIZON`."""
        return self._until(self.joined, self.left)

    @property
    def soonest(self) -> int | None:
        """The same with few joins and many leaves: sooner only once in ten."""
        return self._until(_low(self.joined), _high(self.left))

    @property
    def latest(self) -> int | None:
        """The same with many joins and few leaves: later only once in ten."""
        return self._until(_high(self.joined), _low(self.left))

    @property
    def settles_at(self) -> float | None:
        """Where the number of members comes to rest at this pace; None where nobody leaves."""
        return self.joined * self.average / self.left if self.left else None

    def _until(self, joined: float, left: float) -> int | None:
        share = min(1.0, left / (self.average * self.months)) if self.average else 0.0
        return months_until(self.members, joined / self.months, share, self.floor)


def months_until(members: float, joins: float, share: float, floor: float) -> int | None:
    """Months until fewer than `floor` are left, of `members` now, with so many `joins` a month and
    this `share` leaving each month; 0 where it is so already, None beyond `HORIZON`."""
    for month in range(HORIZON + 1):
        if members < floor:
            return month
        members += joins - members * share
    return None


def _low(count: float) -> float:
    return max(0.0, count - FOUR_IN_FIVE * sqrt(count))


def _high(count: float) -> float:
    # Even nothing seen may have been luck: one event counts as possible.
    return count + FOUR_IN_FIVE * sqrt(max(count, 1))
