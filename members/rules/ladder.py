"""Which renewal letter is due on which day. Day 0 is the last paid day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from members.rules.knobs import LADDER, LAST_NOTICE_DAYS

VALUE_FROM = -45
# Why a letter was called back; these two go out after all where an officer changes their mind.
ON_HOLD, SKIPPED = "letters on hold", "step skipped"


@dataclass(frozen=True)
class Notice:
    """A step of the ladder for one membership: its stage in days, and the day it falls due."""

    stage: int
    due_on: date


def stage_days(
    ladder: Sequence[int] = LADDER.default, last_days: int = LAST_NOTICE_DAYS.default
) -> list[tuple[int, int]]:
    """(stage, first day after it) pairs, ascending: a stage holds until the next one begins."""
    stages = sorted(set(ladder))
    ends = [*stages[1:], stages[-1] + last_days + 1] if stages else []
    return list(zip(stages, ends, strict=True))


def notice_stage(
    *,
    last_day: date,
    today: date,
    silent_until: date | None = None,
    ladder: Sequence[int] = LADDER.default,
    last_days: int = LAST_NOTICE_DAYS.default,
) -> Notice | None:
    """The latest stage passed on `today`, or None: too early, too late, or due in silent days.

    `last_day` is the last paid day. A stage that fell due before `silent_until` stays silent.
    """
    offset = (today - last_day).days
    for stage, end in stage_days(ladder, last_days):
        if stage <= offset < end:
            due_on = last_day + timedelta(days=stage)
            silent = silent_until is not None and due_on < silent_until
            return None if silent else Notice(stage, due_on)
    return None


class Tone(StrEnum):
    """How a notice speaks: by what the stage means, whatever days the board has chosen."""

    VALUE = "value"
    SOON = "soon"
    TODAY = "today"
    GRACE = "grace"
    LAPSE = "lapse"
    MISSED = "missed"


def tone(stage: int, grace_days: int) -> Tone:
    """The tone of a stage for a membership with so many grace days."""
    if stage < 0:
        return Tone.VALUE if stage <= VALUE_FROM else Tone.SOON
    if stage == 0:
        return Tone.TODAY
    if stage == grace_days:
        return Tone.LAPSE
    return Tone.GRACE if stage < grace_days else Tone.MISSED
