"""A week's round of coffee for 5,000 people: read, seated, written down, letters queued."""

from benchmarks.figures import Rounds, Row, under
from benchmarks.scene import SMALL, Scene

PEOPLE = 5_000


def coffee(scene: Scene) -> list[Row]:
    """Each round knows all before it, so that nobody sits with the same person again."""
    found = scene.inside("coffee_rounds", SMALL, rounds=max(3, scene.rounds), people=PEOPLE)
    if found["seated"] != PEOPLE or found["again"]:
        raise RuntimeError(f"{found['seated']} of {PEOPLE} seated, {found['again']} pairs again")
    name = f"a round of coffee for {PEOPLE:,} people"
    return [
        under(name, Rounds.of(found["ours"], "s"), 10),
        under(f"{name}: the seating alone", Rounds.of(found["seating"], "s"), 10),
    ]
