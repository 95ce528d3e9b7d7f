"""The formula of a tie, whatever its contacts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.rules import EPOCH, at_epoch, losing, strength_on

DAYS = st.dates(date(2010, 1, 1), date(2035, 12, 31))
WEIGHTS = st.floats(0.01, 2)
HALF_LIVES = st.integers(90, 2000)


def strength(contacts, day, half_life):
    stored = sum(at_epoch(weight, on, half_life) for weight, on in contacts)
    return strength_on(stored, day, half_life)


@given(WEIGHTS, DAYS, HALF_LIVES)
def test_a_contact_counts_fully_on_its_day_and_half_a_half_life_later(weight, on, half_life):
    later = on + timedelta(days=half_life)

    assert strength([(weight, on)], on, half_life) == pytest.approx(weight)
    assert strength([(weight, on)], later, half_life) == pytest.approx(weight / 2)


@given(st.lists(st.tuples(WEIGHTS, DAYS), max_size=6), WEIGHTS, DAYS, DAYS, HALF_LIVES)
def test_one_more_contact_never_weakens_a_tie(contacts, weight, on, day, half_life):
    before = strength(contacts, day, half_life)

    assert strength([*contacts, (weight, on)], day, half_life) >= before


@given(st.lists(st.tuples(WEIGHTS, DAYS), min_size=1, max_size=6), HALF_LIVES)
def test_without_contact_a_tie_only_fades(contacts, half_life):
    last = max(on for _weight, on in contacts)
    days = [last + timedelta(days=n) for n in (0, 1, 30, 400)]

    found = [strength(contacts, day, half_life) for day in days]

    assert found == sorted(found, reverse=True)
    assert len(set(found)) == len(found)


def test_the_score_grows_with_silence_up_to_four_rhythms():
    found = [losing(2.0, days, 100) for days in (99, 100, 200, 400, 900)]

    assert found == [0.0, 2.0, 4.0, 8.0, 8.0]


def test_every_stored_contact_lies_after_the_epoch():
    assert date(2010, 1, 1) > EPOCH
