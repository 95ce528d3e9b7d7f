"""Charts: pure geometry, and a table that equals what is drawn."""

import re
from datetime import date, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kit.plots import Span, every, months, places, points, short, spans, ticks

NUMBERS = st.lists(st.integers(-(10**12), 10**12), max_size=40)
DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))
NOON = date(2026, 5, 1)
SPANS = [
    Span(date(2025, 1, 1), date(2026, 1, 1), "A treasurer", "elected"),
    Span(date(2026, 1, 1), date(2026, 6, 1), "Nobody", "vacant", "empty"),
]


def draw(call: str, **context: object) -> str:
    return Template("{% load charts %}{% " + call + " %}").render(Context(context))


def cells(drawn: str) -> list[tuple[str, ...]]:
    rows = re.findall(r'<tr><th scope="row">(.*?)</tr>', drawn)
    return [tuple(re.split(r"</th><td.*?>|</td><td.*?>|</td>$", row)[:-1]) for row in rows]


@given(NUMBERS)
def test_ticks_enclose_zero_and_every_value(values):
    marks = ticks(values)
    assert (marks[0] <= min([0, *values]), marks[-1] >= max([0, *values])) == (True, True)
    assert len(marks) <= 8


@given(NUMBERS)
def test_bars_stay_inside_the_plot(values):
    outside = [one for one in spans(values) if one[0] < 0 or sum(one) > 1.000001]
    assert outside == []


@given(NUMBERS)
def test_points_of_a_line_rise_to_the_right_inside_the_plot(values):
    found = points(values, 560, 200)
    assert [p for p in found if not (0 <= p[0] <= 560.1 and 0 <= p[1] <= 200)] == []
    assert [x for x, _y in found] == sorted(x for x, _y in found)


@given(st.floats(-1e300, 1e300))
def test_a_number_on_a_chart_is_short(value):
    assert len(short(value)) <= 12


@given(st.floats(1, 500), st.floats(0.1, 500))
def test_labels_that_are_shown_do_not_overlap(widest, room):
    assert every(widest, room) * room >= widest - 1e-9


@given(DAYS, DAYS)
def test_months_enclose_both_days_and_are_few(one, other):
    marks = months(min(one, other), max(one, other))
    assert marks[0] <= min(one, other) <= max(one, other) <= marks[-1]
    assert len(marks) <= 11
    assert len(set(marks)) == len(marks)


def test_one_value_of_a_line_stands_at_the_left():
    assert points([1], 120, 32) == [(0.0, 0.0)]


def test_places_are_even():
    assert places(3, 100) == [0, 50, 100]


@given(st.lists(st.tuples(st.text("ab <&", min_size=1), st.integers(-(10**9), 10**9)), max_size=9))
def test_every_chart_of_numbers_has_a_table_equal_to_its_data(rows):
    from_tables = [
        len(cells(draw(f'{tag} rows "Came" "Meeting" "People"', rows=rows)))
        for tag in ("bar_chart", "line_chart", "sparkline")
    ]
    assert from_tables == [len(rows)] * 3


@pytest.mark.parametrize("tag", ["bar_chart", "line_chart", "sparkline"])
def test_the_table_behind_holds_the_values_given(tag):
    drawn = draw(f'{tag} rows "Came" "Meeting" "People"', rows=[("May", 12), ("A <b>", -3)])
    assert cells(drawn) == [("May", "12"), ("A &lt;b&gt;", "-3")]


def test_two_lines_have_two_columns_and_differ_in_more_than_colour():
    drawn = draw('line_chart rows "Yes" "Day" "Said" "Came"', rows=[("May", 5, 4), ("June", 7, 8)])
    assert cells(drawn) == [("May", "5", "4"), ("June", "7", "8")]
    assert (drawn.count("<circle"), drawn.count("<rect")) == (3, 3)


def test_a_timeline_tells_in_its_table_who_was_where_until_when():
    drawn = draw('timeline rows "Seats" "Seat" today', rows=[("Treasurer", SPANS)], today=NOON)
    assert cells(drawn) == [
        ("Treasurer", "A treasurer", "elected", "1 January 2025", "31 December 2025"),
        ("Treasurer", "Nobody", "vacant", "1 January 2026", "31 May 2026"),
    ]
    assert re.findall('<rect class="span (.*?)"', drawn) == ["solid", "empty"] * 2


@given(st.lists(st.tuples(DAYS, st.integers(1, 9000)), max_size=9))
def test_spans_of_a_timeline_stay_inside_the_drawing(stretches):
    row = [Span(day, day + timedelta(days=long), "x", "held") for day, long in stretches]
    drawn = draw('timeline rows "Seats" "Seat" today', rows=[("Chair", row)], today=NOON)
    found = re.findall(r'<rect class="span solid" x="([\d.]+)" y="\d+" width="([\d.]+)"', drawn)
    assert [one for one in found if sum(map(float, one)) > 641.1] == []


def test_places_are_written_for_svg_in_every_language():
    with translation.override("de"):
        drawn = draw('bar_chart rows "a" "b" "c"', rows=[("May", 1.5), ("June", 7)])
    assert re.findall(r'(?:x|y|width|x1)="[^"]*,', drawn) == []


def test_a_chart_is_named_described_and_reached_by_the_keyboard():
    drawn = draw('bar_chart rows "Came" "Day" "People"', rows=[("May", 12)])
    assert 'role="region" aria-label="Came" tabindex="0"' in drawn
    assert "<desc>People: from 12 to 12." in drawn


def test_nothing_is_said_in_words():
    charts = (
        'bar_chart rows "a" "b" "c"',
        'line_chart rows "a" "b" "c"',
        'sparkline rows "a" "b" "c"',
        'timeline rows "a" "b" today',
    )
    drawn = [draw(call, rows=[], today=NOON) for call in charts]
    assert [("Nothing to show yet." in one, "<svg" in one) for one in drawn] == [(True, False)] * 4
