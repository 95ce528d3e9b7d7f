"""Who might like a job: its size, the step to it, three names; and what hangs on one person.

No database, no clock. The order in here is never shown: three names leave it, by name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from heapq import nsmallest

from django.utils.translation import gettext_lazy as _

from kit.rules import knob

SEASON = knob("network.ask_season_days", 365, _("Days in which nobody is asked twice for a job"))
LOOKED_AT = knob(
    "network.leaning_meetings", 12, _("Last meetings looked at for jobs that lean on one person")
)
TOO_OFTEN = knob(
    "network.leaning_times", 8, _("A job done more often than this by one person leans on them")
)
THREE = 3
# A seat is open from so many days before its term ends, if nobody follows.
SOON = 90
# Somebody comes, from so many meetings in a year on.
COMES = 3
# What a post asks of somebody, by size; 0 is to come to meetings.
QUICK, EVENING, STANDING, COMMITTEE, BOARD = range(1, 6)
SIZES = {"standing": STANDING, "committee": COMMITTEE, "board": BOARD}
LONGEST_STEP = 2


class Reason(StrEnum):
    """Why somebody is proposed."""

    SKILL = "skill"
    DONE = "done"
    STEP = "step"
    CAME = "came"
    KNOWS = "knows"


WEIGHTS = {Reason.SKILL: 3, Reason.DONE: 3, Reason.STEP: 2, Reason.CAME: 1, Reason.KNOWS: 1}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one person for one post.

    `largest` is the largest size done so far, `came` the meetings of the past year, `seats` how
    many terms run now, `knows` whether ties lead to those who are there already.
    """

    person: int
    came: int = 0
    largest: int = 0
    seats: int = 0
    done: bool = False
    skill: bool = False
    knows: bool = False


def size_of(body: str, size: str) -> int:
    """How much a role asks of somebody, by its body and size."""
    if size != "term":
        return QUICK if size == "quick" else EVENING
    return SIZES[body]


def reasons(one: Facts, size: int) -> list[Reason]:
    """Why this person for a post of that size; nothing where it would be the wrong one to ask.

    Knowing people there is a reason beside others, never the only one. Too long a step is taken
    only by who has the skill or has done it before.
    """
    step = size - one.largest
    able = one.skill or one.done
    if step > LONGEST_STEP and not able:
        return []
    comes = one.came >= COMES
    tests = (
        (Reason.SKILL, one.skill), (Reason.DONE, one.done),
        (Reason.STEP, step == 1 and (one.largest > 0 or comes)), (Reason.CAME, comes),
    )  # fmt: skip
    found = [reason for reason, holds in tests if holds]
    return [*found, Reason.KNOWS] if found and one.knows else found


def weight(one: Facts, found: Iterable[Reason]) -> int:
    """How well the reasons found carry; who holds seats already is spared."""
    return sum(WEIGHTS[reason] for reason in found) - 2 * one.seats


def three(people: Iterable[Facts], size: int) -> list[Facts]:
    """At most three people with a reason, the best carried; the same three in whatever order."""
    fit = ((one, found) for one in people if (found := reasons(one, size)))
    order = ((-weight(one, found), -one.came, one.person, one) for one, found in fit)
    return [one for *_rest, one in nsmallest(THREE, order, key=lambda row: row[:3])]


def leans(times: int, of: int, too_often: int) -> bool:
    """Whether a job done `times` by one person at the last `of` meetings leans on them."""
    return too_often < times <= of
