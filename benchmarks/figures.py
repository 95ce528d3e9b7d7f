"""Rounds of measurements, the table made of them, and whether a target is met."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

COLUMNS = ("job", "ours", "limit of the machine", "ratio", "target", "met")


@dataclass(frozen=True)
class Rounds:
    """The same thing measured several times; the spread shows the machine's noise."""

    values: tuple[float, ...]
    unit: str

    @classmethod
    def of(cls, values: Sequence[float], unit: str) -> "Rounds":
        return cls(tuple(values), unit)

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.values)

    def over(self, other: "Rounds") -> "Rounds":
        """Round by round the quotient of two interleaved series."""
        pairs = zip(self.values, other.values, strict=True)
        return Rounds(tuple(mine / theirs for mine, theirs in pairs), "")

    def __str__(self) -> str:
        middle = number(self.middle) + (f" {self.unit}" if self.unit else "")
        if len(self.values) == 1:
            return middle
        return f"{middle} ({number(min(self.values))}-{number(max(self.values))})"


@dataclass(frozen=True)
class Row:
    """One line of the table. `met` is None where there is nothing to reach, or it went wrong."""

    job: str
    ours: str = ""
    limit: str = ""
    ratio: str = ""
    target: str = ""
    met: bool | None = None
    error: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    def cells(self) -> tuple[str, ...]:
        """The row as text, in the order of COLUMNS."""
        verdict = {True: "met", False: "NOT MET", None: "-"}[self.met]
        ours = f"went wrong: {self.error}" if self.error else self.ours
        return (self.job, ours, self.limit, self.ratio, self.target, verdict)


def at_most(job: str, ours: Rounds, limit: Rounds, times: float, plus: float = 0.0) -> Row:
    """A row for `ours <= times x limit + plus`, both measured in interleaved rounds."""
    allowed = times * limit.middle + plus
    ratio = ours.over(limit)
    more = f" + {number(plus)} {limit.unit}" if plus else ""
    met = ours.middle <= allowed if plus else ratio.middle <= times
    return _row(job, ours, limit, ratio, f"<= {times:g}x{more}", met)


def at_least(job: str, ours: Rounds, limit: Rounds, share: float) -> Row:
    """A row for `ours >= share of limit`, both measured in interleaved rounds."""
    ratio = ours.over(limit)
    return _row(job, ours, limit, ratio, f">= {share:.0%}", ratio.middle >= share)


def under(job: str, ours: Rounds, most: float, **details: Any) -> Row:
    """A row for `ours <= most`, an absolute number."""
    target = f"<= {number(most)} {ours.unit}"
    return Row(job, str(ours), target=target, met=ours.middle <= most, details=details)


def over(job: str, ours: Rounds, least: float) -> Row:
    """A row for `ours >= least`, an absolute number."""
    return Row(job, str(ours), target=f">= {number(least)} {ours.unit}", met=ours.middle >= least)


def number(value: float) -> str:
    """A number as people read it: three digits that matter."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.3g}"


def table(rows: Sequence[Row]) -> str:
    """All rows as a Markdown table with aligned columns."""
    lines = [COLUMNS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(COLUMNS))]
    texts = [
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in lines
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([texts[0], rule, *texts[1:]])


def as_json(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows as plain data."""
    return [asdict(row) for row in rows]


def _row(job: str, ours: Rounds, limit: Rounds, ratio: Rounds, target: str, met: bool) -> Row:
    details = {"ours": ours.values, "limit": limit.values}
    return Row(job, str(ours), str(limit), f"{ratio}", target, met, details=details)
