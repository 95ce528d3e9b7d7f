"""Counting: plurality and approval, several seats at once, ties."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.rules.counting import APPROVAL, PLURALITY, Contest, Tally, count, crosses, is_valid

ONE = Contest(1, (1, 2, 3))
TWO = Contest(2, (1, 2, 3))


def test_the_most_votes_win():
    assert count(ONE, [[2], [2], [1]]) == Tally({1: 1, 2: 2, 3: 0}, (2,), (), 0)


def test_two_seats_go_to_the_first_two():
    assert count(TWO, [[1, 2], [2], [3, 2], [3]]) == Tally({1: 1, 2: 3, 3: 2}, (2, 3), (), 0)


def test_a_tie_for_the_last_seat_is_stated_and_not_decided():
    assert count(TWO, [[1, 2], [1, 3]]) == Tally({1: 2, 2: 1, 3: 1}, (1,), (2, 3), 1)


def test_equally_many_votes_are_no_tie_where_all_of_them_have_a_seat():
    assert count(TWO, [[1], [2]]) == Tally({1: 1, 2: 1, 3: 0}, (1, 2), (), 0)


def test_a_tie_behind_the_last_seat_changes_nothing():
    assert count(ONE, [[1], [1], [2], [3]]) == Tally({1: 2, 2: 1, 3: 1}, (1,), (), 0)


def test_nobody_is_elected_without_a_vote():
    assert count(TWO, [[1], []]) == Tally({1: 1, 2: 0, 3: 0}, (1,), (), 1)


def test_marks_of_other_contests_are_passed_over():
    assert count(ONE, [[1, 9], [9]]).votes == {1: 1, 2: 0, 3: 0}


@pytest.mark.parametrize(
    ("method", "choices", "valid"),
    [
        (PLURALITY, [], True),
        (PLURALITY, [1], True),
        (PLURALITY, [1, 2], False),
        (APPROVAL, [1, 2, 3], True),
        (APPROVAL, [1, 1], False),
        (APPROVAL, [4], False),
    ],
)
def test_a_ballot_names_candidates_once_and_not_too_many(method, choices, valid):
    assert is_valid(choices, [ONE], method) is valid


def test_each_post_has_its_own_crosses():
    other = Contest(2, (7, 8, 9))

    assert is_valid([1, 7, 8], [ONE, other], PLURALITY) is True
    assert is_valid([1, 7, 8, 9], [ONE, other], PLURALITY) is False


def test_there_are_never_more_crosses_than_candidates():
    assert crosses(Contest(5, (1, 2)), PLURALITY) == 2


@given(st.lists(st.sets(st.integers(1, 5)), max_size=30), st.integers(1, 5), st.randoms())
def test_the_order_of_the_ballots_never_matters(box: list, seats: int, dice: random.Random):
    contest, mixed = Contest(seats, (1, 2, 3, 4, 5)), list(box)
    dice.shuffle(mixed)

    first = count(contest, box)

    assert count(contest, mixed) == first
    assert len(first.elected) + first.left == seats
    assert not first.tied or len(first.tied) > first.left > 0
