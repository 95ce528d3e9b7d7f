"""When a series meets: wall clocks, odd months and the rule in words."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.rules.recurrence import RuleInvalid, canonical, instant, local_time_of, occurrences
from events.rules.rule_words import in_words

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
RULES = [
    "FREQ=MONTHLY;BYDAY=-1TH",
    "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=MONTHLY;BYDAY=TH;BYSETPOS=-2",
    "FREQ=WEEKLY;BYDAY=MO,WE",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYDAY=5FR",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA",
]
instants = st.integers(631_152_000, 3_471_292_800).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)


def days(rule, after, count, zone="Europe/Berlin", at=time(19)):
    found = occurrences(rule, at, zone, after, count)
    return [start.astimezone(ZoneInfo(zone)).date() for start in found]


@given(st.sampled_from(RULES), st.sampled_from(ZONES), instants)
def test_starts_rise_and_come_after_the_given_instant(rule, zone, after):
    found = occurrences(rule, time(19), zone, after, 4)

    assert len(found) == 4
    assert found == sorted(set(found))
    assert found[0] > after


@given(st.sampled_from(RULES), st.sampled_from(ZONES), instants)
def test_a_seven_o_clock_meeting_stays_at_seven(rule, zone, after):
    found = occurrences(rule, time(19), zone, after, 4)

    assert {start.astimezone(ZoneInfo(zone)).time() for start in found} == {time(19)}


@given(st.sampled_from(RULES), st.sampled_from(ZONES), instants)
def test_asking_again_from_a_start_goes_on_without_a_hole(rule, zone, after):
    first, second, third = occurrences(rule, time(19), zone, after, 3)

    assert occurrences(rule, time(19), zone, first, 2) == [second, third]
    assert occurrences(rule, time(19), zone, first - timedelta(seconds=1), 1) == [first]


@pytest.mark.parametrize(
    ("zone", "day", "wall", "moved"),
    [
        ("Europe/Berlin", date(2027, 3, 28), time(2, 30), time(3, 30)),
        ("America/New_York", date(2027, 3, 14), time(2, 15), time(3, 15)),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 10), time(2, 40)),
    ],
)
def test_a_skipped_wall_time_moves_forward_by_the_gap(zone, day, wall, moved):
    start = instant(day, wall, zone)

    assert start.astimezone(ZoneInfo(zone)).time() == moved


@pytest.mark.parametrize(
    ("zone", "day", "wall", "offset"),
    [
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), timedelta(hours=2)),
        ("America/New_York", date(2026, 11, 1), time(1, 30), timedelta(hours=-4)),
        ("Australia/Lord_Howe", date(2027, 4, 4), time(1, 45), timedelta(hours=11)),
    ],
)
def test_a_doubled_wall_time_means_its_first_coming(zone, day, wall, offset):
    start = instant(day, wall, zone)

    assert start.astimezone(ZoneInfo(zone)).utcoffset() == offset


def test_the_31st_skips_shorter_months():
    found = days("FREQ=MONTHLY;BYMONTHDAY=31", datetime(2026, 12, 31, 20, tzinfo=UTC), 3)

    assert found == [date(2027, 1, 31), date(2027, 3, 31), date(2027, 5, 31)]


def test_a_fifth_friday_waits_for_a_month_that_has_one():
    found = days("FREQ=MONTHLY;BYDAY=5FR", datetime(2026, 11, 1, tzinfo=UTC), 3)

    assert found == [date(2027, 1, 29), date(2027, 4, 30), date(2027, 7, 30)]


def test_leap_day_comes_back_after_eight_years_around_2100():
    found = days("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", datetime(2095, 1, 1, tzinfo=UTC), 2)

    assert found == [date(2096, 2, 29), date(2104, 2, 29)]


def test_a_rule_with_an_end_gives_fewer_dates():
    rule = "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261207T225959Z"

    found = days(rule, datetime(2026, 11, 25, tzinfo=UTC), 9)

    assert found == [date(2026, 11, 30), date(2026, 12, 7)]


def test_every_other_week_counts_from_a_day_the_series_met():
    after, met = datetime(2026, 11, 10, tzinfo=UTC), date(2026, 11, 2)

    found = occurrences("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", time(19), "UTC", after, 2, anchor=met)

    assert [start.date() for start in found] == [date(2026, 11, 16), date(2026, 11, 30)]


def test_the_hour_in_a_rule_is_read_at_import_and_left_out_afterwards():
    rule = "FREQ=MONTHLY;INTERVAL=1;BYDAY=-1TH;BYHOUR=18;BYMINUTE=30;BYSECOND=0"

    assert local_time_of(rule) == time(18, 30)
    assert canonical(rule) == "FREQ=MONTHLY;INTERVAL=1;BYDAY=-1TH"


def test_a_series_without_a_rule_has_no_next_date():
    assert occurrences("", time(19), "UTC", datetime(2026, 1, 1, tzinfo=UTC), 3) == []


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("FREQ=MONTHLY", "does not say on which day"),
        ("every Tuesday", "not a rule as RFC 5545"),
        ("FREQ=SECONDLY", "begins with FREQ="),
        ("FREQ=DAILY;COUNT=3", "COUNT is not used"),
        ("FREQ=WEEKLY;BYDAY=XX", "not a rule as RFC 5545"),
        ("FREQ=WEEKLY;BYDAY=MO;INTERVAL=0", "INTERVAL is a whole number"),
        ("FREQ=WEEKLY;BYDAY=MO;BYEASTER=1", "BYEASTER is not a part"),
        ("FREQ=WEEKLY;BYDAY=MO;UNTIL=soon", "UNTIL is the last day"),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "never comes to a day"),
        ("FREQ=MONTHLY;BYDAY=6MO", "never comes to a day"),
    ],
)
def test_a_broken_rule_is_refused_with_a_sentence(rule, sentence):
    with pytest.raises(RuleInvalid, match=sentence):
        canonical(rule)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=MONTHLY;BYDAY=-1TH", "last Thursday of the month"),
        ("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=-2", "last but one Thursday of the month"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU", "second Tuesday, every 2 months"),
        ("FREQ=WEEKLY;BYDAY=MO,WE", "every Monday and Wednesday"),
        ("FREQ=MONTHLY;BYMONTHDAY=15,-1", "day 15 and last day of the month"),
        ("FREQ=DAILY", "every day"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO"),
        ("", ""),
    ],
)
def test_a_rule_is_said_in_words(rule, words):
    assert in_words(rule) == words
