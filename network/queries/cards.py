"""A person as a card of the network's pages shows them."""

from dataclasses import dataclass
from datetime import date

from network.queries import words
from network.queries.people import Known


@dataclass(frozen=True)
class Card:
    """All words of one card; `ways` are (kind, address, words)."""

    known: Known
    silence: str
    memory: str
    reasons: list[str]
    first_line: str
    ways: list[tuple[str, str, str]]


def card(one: Known, day: date) -> Card:
    """The card of one person as the viewer knows them."""
    return Card(
        one, words.silence(one, day), words.memory(one), words.reasons(one),
        words.first_line(one), words.ways(one),
    )  # fmt: skip
