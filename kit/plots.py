"""Where the marks of a chart stand: pure geometry in units of its drawing."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
# Months between two marks of a time axis: the first that gives few enough is taken.
MONTHS = (1, 3, 6, 12, 24, 60, 120, 300, 600, 1200, 2400)


@dataclass(frozen=True)
class Span:
    """One stretch of a row: from `first` until before `end` (a day each), what is written on it,
    its state in words and how it looks: solid, thin, striped or empty."""

    first: date
    end: date
    text: str
    state: str
    look: str = "solid"

    @property
    def last(self) -> date:
        """The last day that belongs to it."""
        return self.end - timedelta(days=1)


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


def heights(values: Sequence[float], marks: Sequence[float], height: float) -> list[float]:
    """How far below the top each value stands on an axis with these marks."""
    low, reach = marks[0], marks[-1] - marks[0]
    return [round(height * (1 - (value - low) / reach), 1) for value in values]


def points(values: Sequence[float], width: float, height: float) -> list[tuple[float, float]]:
    """Where each value of a line stands, left to right, higher values nearer the top (y = 0)."""
    across = places(len(values), width)
    return list(zip(across, heights(values, ticks(values), height), strict=True))


def places(count: int, width: float) -> list[float]:
    """`count` places from left to right over the width; a single one stands at the left."""
    apart = width / max(count - 1, 1)
    return [round(n * apart, 1) for n in range(count)]


def every(widest: float, room: float) -> int:
    """Of labels `widest` units wide, `room` apart: each how-manieth fits without overlap."""
    return max(1, math.ceil(widest / room)) if room > 0 else 1


def short(value: float) -> str:
    """A number of at most seven characters or so: 999999, 12.5, 1.2·10⁹; the table has it exact."""
    if value and not 1e-3 <= abs(value) < 1e6:
        digits, power = f"{value:.1e}".split("e")
        return f"{digits.removesuffix('.0')}·10{str(int(power)).translate(SUPERSCRIPT)}"
    return f"{round(value, 3):.10g}"


def months(first: date, last: date, most: int = 8) -> list[date]:
    """First days of months, evenly apart, at most `most` + 2, that enclose both days."""
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month
    apart = next((n for n in MONTHS if (end - begin) / n <= most), MONTHS[-1])
    start, stop = begin // apart * apart, math.ceil(end / apart) * apart
    return [date(min(max(n // 12, 1), 9999), n % 12 + 1, 1) for n in range(start, stop + 1, apart)]


def reach(rows: Iterable[tuple[str, Sequence[Span]]], today: date) -> tuple[date, date]:
    """The first and the last day of everything, today included."""
    days = [today, *(day for _label, row in rows for span in row for day in (span.first, span.end))]
    return min(days), max(days)


def along(day: date, first: date, last: date) -> float:
    """Where a day stands between two others: 0 to 1."""
    return (day - first).days / max((last - first).days, 1)
