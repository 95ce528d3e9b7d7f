"""The formulas, by the worked examples and for any history."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulse.rules import retention, tenure, waterfall, year_before

PEOPLE = st.frozensets(st.integers(1, 40))


def test_ten_thousand_then_and_now_of_whom_a_quarter_is_new_makes_75_percent():
    assert retention(10_000, 10_000, 2_500) == 0.75


@pytest.mark.parametrize(("renewal", "years"), [(0.75, 4), (0.5, 2), (0.0, 1), (1.0, None)])
def test_the_average_stay_follows_from_the_renewal(renewal, years):
    assert tenure(renewal) == years


def test_nobody_then_gives_no_retention():
    assert (retention(0, 5, 5), tenure(None)) == (None, None)


@given(PEOPLE, PEOPLE, PEOPLE, PEOPLE, PEOPLE)
def test_every_waterfall_reconciles_to_its_people(start, end, before, resigned, other):
    fall = waterfall(start, end, joined_before=before, resigned=resigned, other=other)
    numbers = [len(part) for part in (fall.new, fall.reinstated)]
    gone = [len(part) for part in (fall.resigned, fall.lapsed, fall.other)]

    assert fall.balances()
    assert len(start) + sum(numbers) - sum(gone) == len(end)


@given(PEOPLE, PEOPLE, PEOPLE, PEOPLE, PEOPLE)
def test_nobody_stands_in_two_parts(start, end, before, resigned, other):
    fall = waterfall(start, end, joined_before=before, resigned=resigned, other=other)
    parts = [fall.new, fall.reinstated, fall.resigned, fall.lapsed, fall.other]

    assert sum(map(len, parts)) == len(frozenset().union(*parts))


def test_a_year_before_the_leap_day_is_the_28th():
    assert year_before(date(2028, 2, 29)) == date(2027, 2, 28)
