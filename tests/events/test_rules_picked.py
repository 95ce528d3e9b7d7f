"""Rules picked in words."""

import pytest

from events.rules.picked import Picked, compose, picked
from events.rules.rule_words import in_words

PAIRS = [
    (Picked("second", "TU"), "FREQ=MONTHLY;BYDAY=2TU", "second Tuesday of the month"),
    (Picked("last", "TH"), "FREQ=MONTHLY;BYDAY=-1TH", "last Thursday of the month"),
    (
        Picked("third", "WE", frozenset({8})),
        "FREQ=MONTHLY;BYDAY=3WE;BYMONTH=1,2,3,4,5,6,7,9,10,11,12",
        "third Wednesday of the month except August",
    ),
    (
        Picked("first", "MO", frozenset({7, 8})),
        "FREQ=MONTHLY;BYDAY=1MO;BYMONTH=1,2,3,4,5,6,9,10,11,12",
        "first Monday of the month except July and August",
    ),
    (Picked("fortnightly", "FR"), "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "Friday, every 2 weeks"),
    (Picked("weekly", "FR"), "FREQ=WEEKLY;BYDAY=FR", "every Friday"),
]


@pytest.mark.parametrize(("words", "rule", "_said"), PAIRS)
def test_words_become_a_rule(words, rule, _said):
    assert compose(words.which, words.weekday, words.without) == rule


@pytest.mark.parametrize(("words", "rule", "_said"), PAIRS)
def test_a_rule_becomes_its_words_again(words, rule, _said):
    assert picked(rule) == words


@pytest.mark.parametrize(("_words", "rule", "said"), PAIRS)
def test_a_rule_is_said_with_its_exceptions(_words, rule, said):
    assert in_words(rule) == said


@pytest.mark.parametrize(
    "rule",
    ["", "FREQ=DAILY", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYDAY=-2TH",
     "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU", "FREQ=WEEKLY;BYDAY=MO,WE",
     "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20270101"],
)  # fmt: skip
def test_a_rule_that_says_more_is_kept_as_it_is(rule):
    assert picked(rule) is None


def test_a_rule_of_the_import_with_an_interval_of_one_is_read():
    assert picked("FREQ=MONTHLY;INTERVAL=1;BYDAY=-1TH") == Picked("last", "TH")


def test_without_any_month_there_is_no_rule():
    assert compose("first", "MO", range(1, 13)) == ""
