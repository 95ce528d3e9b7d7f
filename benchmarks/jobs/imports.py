"""A file of people brought in by one process, and taken back: time and memory."""

from benchmarks.figures import Rounds, Row, under
from benchmarks.scene import SMALL, Scene

ROWS, SECONDS, MEGABYTES = 100_000, 90.0, 300.0


def bring_in(scene: Scene) -> list[Row]:
    """100,000 rows (10,000 when quick), each a new person with an address and a period."""
    rows = ROWS // 10 if scene.rounds == 3 else ROWS
    found = scene.inside("bring_in", SMALL, rows=rows)
    if (found["created"], found["undone"]) != (rows, rows):
        raise RuntimeError(f"{found['created']} made, {found['undone']} undone of {rows}")
    name = f"import, {rows:,} people"
    return [
        under(name, Rounds.of([found["seconds"]], "s"), SECONDS),
        under(f"{name}, looked through", Rounds.of([found["look"]], "s"), SECONDS),
        under(f"{name}, undone", Rounds.of([found["undo"]], "s"), SECONDS),
        under(f"{name}, memory of the process", Rounds.of([found["mb"]], "MB"), MEGABYTES),
    ]
