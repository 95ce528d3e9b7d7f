"""Periods: month ends, leap days, and runs without a gap."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.rules import Cover, add_months, current_run, next_period, standing

days = st.dates(date(2000, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("start", "months", "anchor", "end"),
    [
        (date(2026, 1, 31), 1, None, date(2026, 2, 28)),
        (date(2026, 2, 28), 1, 31, date(2026, 3, 31)),
        (date(2024, 2, 29), 12, None, date(2025, 2, 28)),
        (date(2027, 2, 28), 12, 29, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, None, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, None, date(2026, 2, 28)),
    ],
)
def test_months_end_on_the_right_day(start, months, anchor, end):
    assert add_months(start, months, anchor) == end


@given(days, st.integers(1, 120))
def test_a_period_has_the_months_it_was_bought_for(start, months):
    end = add_months(start, months)

    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day <= start.day


@given(days, st.integers(0, 90), st.integers(-200, 200))
def test_a_payment_follows_on_or_begins_today(ends, grace, offset):
    today = ends + timedelta(days=offset)

    start, _end = next_period(today=today, months=12, ends=ends, grace_days=grace)

    assert start == (ends if offset < grace else today)


def test_a_gap_of_a_day_starts_a_new_run():
    first = Cover(start=date(2024, 1, 1), end=date(2025, 1, 1), recorded_on=date(2024, 1, 1))
    joined = Cover(start=date(2025, 1, 1), end=date(2026, 1, 1), recorded_on=date(2025, 1, 1))
    late = Cover(start=date(2026, 1, 2), end=date(2027, 1, 2), recorded_on=date(2026, 1, 2))

    assert current_run([first, joined], date(2025, 6, 1)).since == date(2024, 1, 1)
    assert current_run([first, joined, late], date(2026, 6, 1)).since == date(2026, 1, 2)


@given(days, st.integers(1, 800), st.integers(-900, 900))
def test_what_is_recorded_later_never_changes_an_earlier_day(start, length, offset):
    old = Cover(start=start, end=start + timedelta(days=length), recorded_on=start)
    day = start + timedelta(days=offset)
    new = Cover(start=old.end, end=None, recorded_on=day + timedelta(days=1))

    assert standing([old, new], day) == standing([old], day)


@given(days, st.integers(1, 800), st.integers(-900, 900))
def test_taking_back_never_changes_an_earlier_day(start, length, offset):
    day = start + timedelta(days=offset)
    kept = {"start": start, "end": start + timedelta(days=length), "recorded_on": start}

    voided = Cover(**kept, voided_on=day + timedelta(days=1))
    assert standing([voided], day) == standing([Cover(**kept)], day)
