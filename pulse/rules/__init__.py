"""The formulas of the vital signs: pure functions of sets and numbers, no database, no clock.

Retention leaves new members out on both sides (ASAE: members retained / members a year ago);
average tenure is 1 / (1 - renewal), the mean of a geometric distribution; the three-year index
follows Rotary's finding on some 1,700 clubs that a change of 5 % either way tells the direction.
"""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext_lazy as _

from kit.rules import knob

SMALL = knob("pulse.small", 20, _("Below so many people, counts are shown without a percentage"))
INDEX = knob("pulse.index_percent", 5, _("Change over three years, in percent, that is a sign"))
FIRST_DAYS = knob("pulse.first_days", 90, _("Days within which a new member should have come once"))
RETURN_DAYS = knob(
    "pulse.return_days", 60, _("Days within which a first-timer should have come again")
)
UNANSWERED = knob(
    "pulse.unanswered", 3, _("Invitations in a row without an answer that are a sign")
)
CLOSING_DAYS = knob(
    "pulse.closing_days", 30, _("Days people have to answer once the end is announced")
)
# So long after the last day the books can be fetched.
BOOK_DAYS = 180
# Who hears first when a regular falls silent.
CARE = "pulse.be_told_of_silence"
# Members are left in peace so long: only not having been seen is a reason then.
FIRST_YEAR = 365


@dataclass(frozen=True)
class Waterfall:
    """How one set of members became another: every part is a set of people, and they add up."""

    start: frozenset[int]
    new: frozenset[int]
    reinstated: frozenset[int]
    resigned: frozenset[int]
    lapsed: frozenset[int]
    other: frozenset[int]
    end: frozenset[int]

    def balances(self) -> bool:
        """start + new + reinstated - lapsed - resigned - other = end, person by person."""
        gone = self.resigned | self.lapsed | self.other
        parts = len(self.resigned) + len(self.lapsed) + len(self.other)
        came = self.new | self.reinstated
        return (
            len(gone) == parts
            and len(came) == len(self.new) + len(self.reinstated)
            and (self.start - gone) | came == self.end
        )


def waterfall(
    start: frozenset[int],
    end: frozenset[int],
    *,
    joined_before: frozenset[int],
    resigned: frozenset[int],
    other: frozenset[int],
) -> Waterfall:
    """The parts between two days. `joined_before`: who first joined by the first of them;
    `resigned` and `other` (died): who had by the second. Whoever is none of these has lapsed."""
    came, gone = end - start, start - end
    died = gone & other
    left = (gone & resigned) - died
    return Waterfall(
        start, came - joined_before, came & joined_before, left, gone - left - died, died, end
    )


def retention(then: int, now: int, new: int) -> float | None:
    """(members now - joined in between) / members then: 10,000 then, 10,000 now of whom 2,500
    are new = 0.75. None where there was nobody."""
    return (now - new) / then if then else None


def tenure(renewal: float | None) -> float | None:
    """Average years of membership, 1 / (1 - renewal); None where nobody leaves or nobody was."""
    return None if renewal is None or renewal >= 1 else 1 / (1 - renewal)


def year_before(day: date, years: int = 1) -> date:
    """The same day so many years earlier (29 February becomes the 28th)."""
    return day - relativedelta(years=years)
