"""`python -m benchmarks`: fills throw-away databases, measures, prints one table."""

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import Row, as_json, table
from benchmarks.jobs import coffee, exports, imports, letters, pages, pulse, reports, rsvp, weight
from benchmarks.machine import Machine
from benchmarks.scene import Scene

RESULTS = Path(__file__).parent / "results"
# Reading first, for answers and letters leave their rows behind.
JOBS: dict[str, Callable[[Scene], list[Row]]] = {
    "setup": weight.setup,
    "directory": pages.directory,
    "growth": pages.growth,
    "finding": pages.finding,
    "dues": pages.dues,
    "census": pages.census,
    "pulse": pulse.pulse,
    "meeting": pages.meeting,
    "memory": weight.memory,
    "rsvp": rsvp.rsvp,
    "export": exports.export,
    "report": reports.reports,
    "coffee": coffee.coffee,
    "import": imports.bring_in,
    "invitations": letters.invitations,
    "reminders": letters.reminders,
    "lapses": letters.lapses,
    "deliver": letters.deliver,
}


def main() -> int:
    """Run the chosen jobs; 1 where one went wrong, whatever the targets say."""
    options = parse(sys.argv[1:])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    start, rows = time.monotonic(), []
    with Machine() as machine:
        scene = Scene(machine, options.members, quick=options.quick)
        for name in options.only or JOBS:
            began = time.monotonic()
            rows += attempt(name, scene)
            say(f"{name}: {time.monotonic() - began:.0f} s")
        keep(rows, scene.loads)
        say(f"\n{table(rows)}\n")
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    say(f"{os.cpu_count()} cores, load {load}, {time.monotonic() - start:.0f} s in all.")
    return 1 if any(row.error for row in rows) else 0


def attempt(name: str, scene: Scene) -> list[Row]:
    """The rows of one job; a row with the reason where it goes wrong, so that the others run."""
    try:
        return JOBS[name](scene)
    except Exception as error:
        say(f"{name} went wrong: {error}")
        last = str(error).strip().splitlines()[-1:] or [type(error).__name__]
        return [Row(name, error=last[0][-60:])]


def keep(rows: list[Row], loads: dict[str, list[str]]) -> None:
    """Write everything measured into `benchmarks/results/`, which git leaves alone."""
    now = datetime.now(UTC)
    content = {"at": now.isoformat(), "rows": as_json(rows), "loads": loads}
    file = RESULTS / f"{now:%Y%m%d-%H%M%S}.json"
    file.write_text(json.dumps(content, indent=1), encoding="utf-8")


def parse(words: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument(
        "--members", type=sizes, help="the two sizes to compare, default 10000,100000"
    )
    parser.add_argument("--only", action="append", choices=list(JOBS), help="one job; repeatable")
    parser.add_argument("--quick", action="store_true", help="small and short")
    options = parser.parse_args(words)
    if options.members is None:
        options.members = [10_000, 20_000] if options.quick else [10_000, 100_000]
    return options


def sizes(text: str) -> list[int]:
    """`10000,100000` as numbers."""
    numbers = [int(word) for word in text.split(",")]
    if not numbers or min(numbers) < 1_000:
        raise argparse.ArgumentTypeError(
            "name one or two sizes of at least 1000, e.g. 10000,100000"
        )
    return numbers


def say(text: str) -> None:
    """A line at once."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
