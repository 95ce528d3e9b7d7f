"""Answers to a meeting: the seat protocol (Seating rows first, then Rsvp rows)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from events.models import Meeting, Mode
from members.models import Person


@dataclass(frozen=True)
class Outcome:
    """What became of an answer: the member's own state, and whether anything changed."""

    state: str
    changed: bool
    wait_number: int | None = None


def answer(
    *,
    meeting: Meeting,
    person: Person,
    answer: str,
    by: Person,
    at: datetime,
    mode: str = Mode.IN_PERSON,
    guests: Sequence[str] = (),
    via: str = "web",
) -> Outcome:
    """Record an answer."""
    raise NotImplementedError


def set_capacity(
    *, meeting: Meeting, mode: str, capacity: int | None, by: Person, at: datetime
) -> None:
    """Change the number of seats."""
    raise NotImplementedError


def sweep_offers(*, at: datetime) -> int:
    """Take back offers that ran out."""
    raise NotImplementedError
