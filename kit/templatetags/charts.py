"""Charts as inline SVG, a table behind each; `{% load charts %}` where used."""

import math
from collections.abc import Iterable, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

register = template.Library()

WIDTH, LEFT, ROW, PLOT = 640, 200, 32, 360
SPARK_WIDTH, SPARK_HEIGHT = 120, 32

type Pair = tuple[str, float]


def step(low: float, high: float, wanted: int = 4) -> float:
    """The round distance (1, 2 or 5 times a power of ten) giving about `wanted` ticks."""
    rough = (high - low) / wanted
    if rough <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    return next((power * n for n in (1, 2, 5) if power * n >= rough), power * 10)


def ticks(values: Sequence[float]) -> list[float]:
    """Round, rising values that enclose zero and every value; 0 and 1 for nothing."""
    low, high = min(0, *values, 0), max(0, *values, 0)
    if low == high:
        return [0.0, 1.0]
    apart = step(low, high)
    return [n * apart for n in range(math.floor(low / apart), math.ceil(high / apart) + 1)]


def spans(values: Sequence[float]) -> list[tuple[float, float]]:
    """Per value the (start, length) of its bar in units of the plot's width, drawn from zero."""
    marks = ticks(values)
    low, reach = marks[0], marks[-1] - marks[0]
    return [((min(value, 0) - low) / reach, abs(value) / reach) for value in values]


def points(values: Sequence[float], width: float, height: float) -> list[tuple[float, float]]:
    """Where each value of a line stands, left to right, higher values nearer the top (y = 0)."""
    marks = ticks(values)
    low, reach = marks[0], marks[-1] - marks[0]
    apart = width / max(len(values) - 1, 1)
    return [
        (round(n * apart, 1), round(height * (1 - (value - low) / reach), 1))
        for n, value in enumerate(values)
    ]


@register.simple_tag
def bar_chart(rows: Iterable[Pair], title: str, label: str, unit: str) -> SafeString:
    """Draw a bar per (label, number); `label` and `unit` head the columns of the table behind."""
    pairs = list(rows)
    if not pairs:
        return format_html('<p class="muted">{}</p>', _("Nothing to show yet."))
    bars = format_html_join(
        "", BAR, (_bar(n, pair, span) for n, (pair, span) in enumerate(_drawn(pairs)))
    )
    return format_html(
        FIGURE,
        title=title,
        width=WIDTH,
        height=ROW * len(pairs),
        bars=bars,
        table=_table(pairs, label, unit),
    )


@register.simple_tag
def sparkline(values: Iterable[float], title: str) -> SafeString:
    """Draw a small line whose title says what it shows; nothing below two values."""
    numbers = list(values)
    if len(numbers) < 2:
        return SafeString("")
    path = " ".join(f"{x},{y}" for x, y in points(numbers, SPARK_WIDTH, SPARK_HEIGHT))
    return format_html(SPARK, title=title, width=SPARK_WIDTH, height=SPARK_HEIGHT, path=path)


BAR = (
    '<text x="0" y="{}">{}</text><rect class="bar" x="{}" y="{}" width="{}" height="20" rx="3"/>'
    '<text x="{}" y="{}" text-anchor="end" class="value">{}</text>'
)
FIGURE = (
    '<figure class="chart"><figcaption>{title}</figcaption>'
    '<svg viewBox="0 0 {width} {height}" role="img" aria-label="{title}">'
    "<title>{title}</title>{bars}</svg>{table}</figure>"
)
SPARK = (
    '<svg class="spark" viewBox="0 -2 {width} 36" width="{width}" height="{height}" '
    'role="img" aria-label="{title}">'
    '<title>{title}</title><polyline points="{path}"/></svg>'
)


def _drawn(pairs: list[Pair]) -> Iterable[tuple[Pair, tuple[float, float]]]:
    return zip(pairs, spans([value for _label, value in pairs]), strict=True)


def _bar(n: int, pair: Pair, span: tuple[float, float]) -> tuple[object, ...]:
    (label, value), (start, length), base = pair, span, n * ROW + 21
    left, wide = round(LEFT + start * PLOT, 1), round(length * PLOT, 1)
    return base, Truncator(label).chars(24), left, base - 16, wide, WIDTH, base, str(value)


def _table(pairs: list[Pair], label: str, unit: str) -> SafeString:
    body = format_html_join("", '<tr><th scope="row">{}</th><td class="number">{}</td></tr>', pairs)
    return format_html(
        '<details><summary>{}</summary><table><thead><tr>'
        '<th scope="col">{}</th><th scope="col">{}</th></tr>'
        "</thead><tbody>{}</tbody></table></details>",
        _("The numbers"), label, unit, body,
    )  # fmt: skip
