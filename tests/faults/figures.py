"""What the long runs did and saw, as one table."""

import os
import platform
import re
import time
from dataclasses import dataclass, fields
from pathlib import Path

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
HEADS = {
    "fault": "fault", "runs": "runs", "kills": "kills", "letters": "letters or answers",
    "doubles": "doubles", "losses": "losses", "uncertain": "uncertain", "recovery": "recovery, s",
}  # fmt: skip


@dataclass
class Line:
    """One fault: how often it was tried, and what the oracle says; None where it is no question."""

    fault: str
    runs: int = 1
    kills: int | None = None
    letters: int | None = None
    doubles: int | None = None
    losses: int | None = None
    uncertain: int | None = None
    recovery: float | None = None


lines: list[Line] = []


def note(line: Line) -> None:
    """A line for the table; a fault that was tried before becomes one line with it, where the
    recovery is the slowest."""
    for old in lines:
        if old.fault == line.fault:
            for field in fields(Line)[1:]:
                pair = [value for value in (getattr(old, field.name), getattr(line, field.name))
                        if value is not None]  # fmt: skip
                join = max if field.name == "recovery" else sum
                setattr(old, field.name, join(pair) if pair else None)
            return
    lines.append(line)


def table(kept: dict[str, str] | None = None) -> str:
    """The lines in Markdown, after those `kept` of earlier runs; empty where none was measured."""
    if not lines:
        return ""
    today = time.strftime("%Y-%m-%d")
    rows = (kept or {}) | {
        line.fault: _row([*(_cell(getattr(line, name)) for name in HEADS), today]) for line in lines
    }
    heads = [_row([*HEADS.values(), "measured"]), _row(["---"] + ["---:"] * len(HEADS))]
    return "\n".join([_machine(), "", *heads, *rows.values()])


def write(path: Path) -> None:
    """The table into its place between the two marks of the file; a line not measured this time
    stays as it is."""
    old = path.read_text(encoding="utf-8")
    place = re.compile(f"{BEGIN}(.*){END}", re.DOTALL)
    found = [row for row in place.search(old)[1].splitlines() if row.startswith("| ")][2:]
    text = table({row.split(" | ")[0].removeprefix("| "): row for row in found})
    path.write_text(place.sub(f"{BEGIN}\n{text}\n{END}", old), encoding="utf-8")


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def _machine() -> str:
    kib = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[1])
    return (
        f"`make faults` on {os.cpu_count()} cores"
        f" ({platform.machine()}), {kib / 2**20:.0f} GB, Python {platform.python_version()}."
    )
