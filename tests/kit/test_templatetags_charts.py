"""Charts: pure geometry, and a table that equals what is drawn."""

import re

from hypothesis import given
from hypothesis import strategies as st

from kit.templatetags.charts import bar_chart, points, spans, sparkline, ticks

NUMBERS = st.lists(st.integers(-(10**12), 10**12), max_size=40)


@given(NUMBERS)
def test_ticks_enclose_zero_and_every_value(values):
    marks = ticks(values)
    assert (marks[0] <= min([0, *values]), marks[-1] >= max([0, *values])) == (True, True)
    assert len(marks) <= 8


@given(NUMBERS)
def test_bars_stay_inside_the_plot(values):
    outside = [one for one in spans(values) if one[0] < 0 or sum(one) > 1.000001]
    assert outside == []


def test_one_value_of_a_line_stands_at_the_left():
    assert points([1], 120, 32) == [(0.0, 0.0)]


def test_the_table_behind_holds_the_values_given():
    drawn = bar_chart([("May", 12), ("A <b>", -3)], "Came", "Meeting", "People")
    cells = re.findall(r'row">(.*?)</th><td class="number">(.*?)</td>', drawn)
    assert cells == [("May", "12"), ("A &lt;b&gt;", "-3")]


def test_nothing_is_said_in_words():
    assert bar_chart([], "Came", "Meeting", "People") == '<p class="muted">Nothing to show yet.</p>'


def test_a_sparkline_of_one_value_is_left_out():
    assert sparkline([3], "Came") == ""
