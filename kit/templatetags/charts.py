"""Charts as inline SVG, a table behind each; `{% load charts %}` where used.

Labels and numbers are cut where they would not fit: the table behind has them whole. Places are
given to the templates as text, since German would write a number with a comma.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from kit import plots
from kit.plots import Span

register = template.Library()

WIDTH, LEFT, ROW, PLOT = 640, 200, 32, 360
TALL, AXIS, ACROSS = 200, 64, 560
SPARK_WIDTH, SPARK_HEIGHT = 120, 32
GLYPH = 9.0  # a wide letter of 15 px
MARKED = 60  # lines of more values carry no dots

type Pair = tuple[str, float]


def at(place: float) -> str:
    """A place in the drawing, as SVG reads it."""
    return f"{round(place, 1):g}"


@register.inclusion_tag("parts/chart_bars.html")
def bar_chart(rows: Iterable[Pair], title: str, label: str, unit: str) -> dict[str, Any]:
    """Draw a bar per (label, number); `label` and `unit` head the columns of the table behind."""
    pairs = [(str(name), value) for name, value in rows]
    values = [value for _name, value in pairs]
    marks = plots.ticks(values)
    bars = [
        {
            "label": name, "cut": Truncator(name).chars(24), "number": plots.short(value),
            "y": ROW * n + 6, "line": ROW * n + 21,
            "x": at(LEFT + start * PLOT), "wide": at(length * PLOT),
        }
        for n, ((name, value), (start, length)) in enumerate(
            zip(pairs, plots.spans(values), strict=True)
        )
    ]  # fmt: skip
    grid = [
        {"x": at(LEFT + place), "number": number}
        for place, number in _labelled(marks, plots.places(len(marks), PLOT))
    ]
    bottom = ROW * len(pairs)
    drawing = {"bars": bars, "grid": grid, "bottom": bottom, "foot": bottom + 18}
    return _chart(title, label, [unit], pairs) | drawing | {"tall": bottom + 26}


@register.inclusion_tag("parts/chart_lines.html")
def line_chart(rows: Iterable[Sequence[Any]], title: str, label: str, *units: str) -> Any:
    """Draw a line per unit; a row is (label, number for the first unit, for the second ...)."""
    table = [(str(row[0]), *row[1 : len(units) + 1]) for row in rows]
    marks = plots.ticks([value for row in table for value in row[1:]])
    across = [AXIS + place for place in plots.places(len(table), ACROSS)]
    lines = [
        _line(n, unit, across, [row[n + 1] for row in table], marks) for n, unit in enumerate(units)
    ]
    steps = [TALL + 12 - TALL * n / (len(marks) - 1) for n in range(len(marks))]
    grid = [
        {"y": at(y), "base": at(y + 5), "number": plots.short(mark)}
        for y, mark in zip(steps, marks, strict=True)
    ]
    names = _names([row[0] for row in table], across)
    return _chart(title, label, units, table) | {"lines": lines, "grid": grid, "names": names}


@register.inclusion_tag("parts/chart_spark.html")
def sparkline(rows: Iterable[Pair], title: str, label: str, unit: str) -> dict[str, Any]:
    """Draw a small line over (label, number) whose title says what it shows; none below two."""
    pairs = [(str(name), value) for name, value in rows]
    places = plots.points([value for _name, value in pairs], SPARK_WIDTH, SPARK_HEIGHT)
    drawing = {"path": _path(places), "last": places[-1:] and tuple(map(at, places[-1]))}
    return _chart(title, label, [unit], pairs) | drawing


@register.inclusion_tag("parts/chart_timeline.html")
def timeline(
    rows: Iterable[tuple[str, Sequence[Span]]], title: str, label: str, today: date
) -> dict[str, Any]:
    """Draw rows of spans over time with a line for today; states differ in shape, not in colour
    alone. `label` heads the table's first column."""
    kept = [(str(name), list(row)) for name, row in rows]
    marks = plots.months(*plots.reach(kept, today))
    first, last = marks[0], marks[-1]

    def x(day: date) -> float:
        return LEFT + plots.along(day, first, last) * (WIDTH - LEFT)

    drawn = [_row(n, name, row, x) for n, (name, row) in enumerate(kept)]
    grid = [{"x": at(x(day)), "name": _month(day, marks)} for day in marks[:-1]]
    looks = {span.state: span.look for _name, row in kept for span in row}
    table = [
        (name, span.text, span.state, span.first, span.last) for name, row in kept for span in row
    ]
    bottom = ROW * len(kept) + 24
    return _chart(title, label, [], table) | {
        "rows": drawn, "grid": grid, "now": at(x(today)), "today": today, "key": looks.items(),
        "bottom": bottom, "foot": bottom + 18, "tall": bottom + 26,
        "side": "end" if x(today) > WIDTH - 80 else "start",
    }  # fmt: skip


def _chart(title: str, label: str, units: Sequence[str], table: Sequence[Any]) -> dict[str, Any]:
    told = [
        _("{unit}: from {low} to {high}.").format(
            unit=unit, low=plots.short(min(column)), high=plots.short(max(column))
        )
        for unit, column in zip(units, list(zip(*table, strict=True))[1:], strict=False)
    ]
    return {
        "title": title, "label": label, "units": units, "table": table, "width": WIDTH,
        "told": " ".join([*told, _("All of it stands in the table that follows.")]),
    }  # fmt: skip


def _path(places: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{at(x)},{at(y)}" for x, y in places)


def _labelled(marks: Sequence[float], places: Sequence[float]) -> list[tuple[float, str]]:
    """Every mark's place, with its number where that does not run into the one before."""
    numbers = [plots.short(mark) for mark in marks]
    widest = GLYPH * (max(map(len, numbers)) + 1)
    nth = plots.every(widest, places[1] - places[0])
    return [(place, "" if n % nth else numbers[n]) for n, place in enumerate(places)]


def _line(
    n: int, unit: str, across: Sequence[float], values: Sequence[float], marks: Sequence[float]
) -> dict[str, Any]:
    places = [(x, y + 12) for x, y in zip(across, plots.heights(values, marks, TALL), strict=True)]
    dots = [(at(x), at(y), at(x - 4), at(y - 4)) for x, y in places]
    return {
        "nth": n % 3, "unit": unit, "path": _path(places),
        "dots": dots if len(dots) <= MARKED else [],
    }  # fmt: skip


def _names(names: Sequence[str], across: Sequence[float]) -> list[dict[str, str]]:
    """Labels under the places of a line, as many as fit; the first and last stay inside."""
    cut = [Truncator(name).chars(16) for name in names]
    if not cut:
        return []
    apart = across[1] - across[0] if len(across) > 1 else ACROSS
    nth = plots.every(GLYPH * (max(map(len, cut)) + 1), apart)
    shown = range(0, len(cut), nth)
    return [{"x": at(across[n]), "name": cut[n], "anchor": _anchor(across[n])} for n in shown]


def _anchor(x: float) -> str:
    if x < AXIS + 70:
        return "start"
    return "end" if x > AXIS + ACROSS - 70 else "middle"


def _row(n: int, name: str, row: Sequence[Span], x: Any) -> dict[str, Any]:
    top = ROW * n + 24
    spans = [
        {
            "look": span.look, "x": at(x(span.first)),
            "wide": at(max(x(span.end) - x(span.first), 1)),
            "middle": top + 16, "y": top + (20 if span.look == "thin" else 4),
            "high": 8 if span.look == "thin" else 24,
            "text": "" if span.look == "thin" else span.text,
            "says": f"{span.text}: {span.state}",
        }
        for span in row
    ]  # fmt: skip
    return {"label": name, "cut": Truncator(name).chars(24), "y": top, "line": top + 21,
            "spans": spans}  # fmt: skip


def _month(day: date, marks: Sequence[date]) -> str:
    yearly = all(mark.month == 1 for mark in marks)
    return str(day.year) if yearly else date_format(day, "M Y")
