"""The ladder: the latest stage passed, whatever nights were missed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.rules import LADDER, Notice, Tone, notice_stage, tone

LAST = date(2026, 6, 30)
offsets = st.integers(-400, 400)


def stage_on(offset, **fields):
    return notice_stage(last_day=LAST, today=LAST + timedelta(days=offset), **fields)


@pytest.mark.parametrize(
    ("offset", "stage"),
    [(-61, None), (-60, -60), (-31, -60), (-30, -30), (-1, -3), (0, 0), (6, 0), (7, 7),
     (29, 21), (30, 30), (119, 60), (120, 120), (150, 120), (151, None)],
)  # fmt: skip
def test_a_stage_holds_until_the_next_begins(offset, stage):
    found = stage_on(offset)

    assert (found and found.stage) == stage


@given(offsets)
def test_the_stage_is_the_latest_one_passed(offset):
    found = stage_on(offset)

    passed = [stage for stage in LADDER.default if stage <= offset]
    alive = bool(passed) and offset <= LADDER.default[-1] + 30
    assert found == (Notice(passed[-1], LAST + timedelta(days=passed[-1])) if alive else None)


@given(offsets, offsets)
def test_nothing_that_fell_due_in_silent_days_goes_out(offset, silent):
    silent_until = LAST + timedelta(days=silent)

    found = stage_on(offset, silent_until=silent_until)

    assert found is None or found.due_on >= silent_until


@given(st.lists(st.integers(-300, 300), max_size=12), offsets)
def test_any_ladder_of_the_board_works(ladder, offset):
    found = stage_on(offset, ladder=ladder)

    assert found is None or (found.stage in ladder and found.stage <= offset)


def test_the_tone_follows_what_the_stage_means():
    tones = [tone(stage, 30) for stage in LADDER.default]

    assert tones == [
        Tone.VALUE, Tone.SOON, Tone.SOON, Tone.SOON, Tone.TODAY,
        Tone.GRACE, Tone.GRACE, Tone.LAPSE, Tone.MISSED, Tone.MISSED,
    ]  # fmt: skip
