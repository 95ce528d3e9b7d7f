"""How long at this pace: by hand, for any numbers, and against histories made by dice."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulse.rules.viability import HORIZON, Projection, months_until

COUNTS = st.integers(0, 400)


def seen(members=100, joined=10, left=34, *, average=None, months=24, floor=12) -> Projection:
    """Two years of an association; without `average` it had as many members all the time."""
    return Projection(members, average or members, joined, left, months, floor)


def or_never(months: int | None) -> int:
    return HORIZON + 1 if months is None else months


@pytest.mark.parametrize(
    ("members", "joins", "share", "floor", "months"),
    [(20, 0, 0.5, 10, 2), (20, 0, 0.5, 20, 1), (9, 0, 0.0, 10, 0), (20, 1, 0.05, 10, None)],
)
def test_months_by_hand(members, joins, share, floor, months):
    assert months_until(members, joins, share, floor) == months


def test_nobody_comes_or_goes_and_it_never_ends():
    calm = seen(joined=0, left=0)

    assert (calm.expected, calm.latest, calm.settles_at) == (None, None, None)


def test_it_comes_to_rest_where_as_many_go_as_come():
    assert seen(joined=10, left=50).settles_at == 20


@given(COUNTS, COUNTS, COUNTS)
def test_the_expected_month_lies_between_the_soonest_and_the_latest(members, joined, left):
    one = seen(members or 1, joined, left)

    assert or_never(one.soonest) <= or_never(one.expected) <= or_never(one.latest)


@given(COUNTS, COUNTS, COUNTS, st.integers(1, 50))
def test_more_joins_never_shorten_it_and_more_leaves_never_lengthen_it(members, joined, left, more):
    def until(joined: int, left: int) -> int:
        return or_never(seen(members or 1, joined, left).expected)

    assert until(joined + more, left) >= until(joined, left)
    assert until(joined, left + more) <= until(joined, left)


def lived(dice: random.Random, joins: float, share: float, months: int) -> list:
    """A history by dice from 80 members on: (members, joined, left) of each month."""
    rows, members = [], 80
    for _month in range(months):
        left = sum(dice.random() < share for _one in range(members))
        joined = sum(dice.random() < joins / 30 for _day in range(30))
        members += joined - left
        rows.append((members, joined, left))
    return rows


@pytest.mark.parametrize(("joins", "share"), [(0.5, 0.03), (1.0, 0.035), (2.0, 0.06)])
def test_what_dice_make_of_it_lies_in_the_interval_four_times_in_five(joins, share):
    """Of 200 associations that go on as they were at least 140 fall below the floor within the
    months said, or outlive the horizon where that was said: four in five, less what dice may do."""
    dice, within = random.Random(11), 0
    for _one in range(200):
        rows = lived(dice, joins, share, 24 + HORIZON)
        past, future = rows[:24], rows[24:]
        said = seen(
            past[-1][0], sum(row[1] for row in past), sum(row[2] for row in past),
            average=sum(row[0] for row in past) / 24, floor=20,
        )  # fmt: skip
        ended = next((month for month, row in enumerate(future, 1) if row[0] < 20), HORIZON + 1)
        within += or_never(said.soonest) <= ended <= or_never(said.latest)

    assert within >= 140
