"""What the next period is and costs: rolling and fixed years."""

from datetime import date

import pytest

from members.rules.offers import Offer, Terms, offer, share_of

CALENDAR = Terms(12000, 12, year_starts=1)


def test_a_rolling_year_begins_on_joining():
    found = offer(Terms(12000, 12), today=date(2026, 6, 15))

    assert found == Offer(date(2026, 6, 15), date(2027, 6, 15), 12000)


def test_a_fixed_year_ends_with_the_year_at_full_dues():
    found = offer(CALENDAR, today=date(2026, 6, 15))

    assert found == Offer(date(2026, 6, 15), date(2027, 1, 1), 12000, part=True)


def test_by_months_each_month_begun_is_a_twelfth():
    found = offer(Terms(12000, 12, 1, "months"), today=date(2026, 6, 30))

    assert found == Offer(date(2026, 6, 30), date(2027, 1, 1), 7000, part=True)


def test_a_free_rest_of_the_year_pays_for_the_next():
    found = offer(Terms(12000, 12, 1, "free"), today=date(2026, 10, 2))

    assert found == Offer(date(2026, 10, 2), date(2028, 1, 1), 12000, part=True)


def test_a_renewal_in_a_fixed_year_is_a_whole_one():
    found = offer(CALENDAR, today=date(2026, 12, 3), ends=date(2027, 1, 1), grace_days=30)

    assert found == Offer(date(2027, 1, 1), date(2028, 1, 1), 12000)


def test_who_joins_on_the_first_day_pays_a_whole_year():
    found = offer(Terms(12000, 12, 7, "months"), today=date(2026, 7, 1))

    assert found == Offer(date(2026, 7, 1), date(2027, 7, 1), 12000)


def test_honorary_and_life_have_no_end():
    assert offer(Terms(0, None), today=date(2026, 6, 15)).end is None


@pytest.mark.parametrize(("day", "cents"), [(1, 834), (31, 834)])
def test_a_twelfth_is_rounded_up_to_a_cent(day, cents):
    assert share_of(10001, date(2026, 12, day), date(2027, 1, 1)) == cents
