"""The claims socket: what else than dues somebody may pay by transfer, as upper packages know it.

An upper package registers one `Source` under its name in its own `sockets.py`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from members.models import BankClaim, Person


@dataclass(frozen=True)
class Claim:
    """Something a person owes. `key` is the source's own, `names` what a purpose may call it."""

    key: str
    person_id: int
    cents: int
    title: str
    names: tuple[str, ...] = ()


class Settle(Protocol):
    """Marks a claim as paid by transfer; raises members' NotPossible in words."""

    def __call__(
        self, key: str, *, cents: int, reference: str, by: Person | None, at: datetime
    ) -> None: ...


class TakeBack(Protocol):
    """Voids what was marked under the reference at the instant `settled_at`."""

    def __call__(
        self, reference: str, *, settled_at: datetime, by: Person | None, at: datetime
    ) -> None: ...


@dataclass(frozen=True)
class Source:
    """`owed(people, cents, at)`: open claims of exactly this amount; `standing(references)`: those
    under which something is marked as paid and was not taken back."""

    owed: Callable[[list[int], int, datetime], list[Claim]]
    settle: Settle
    standing: Callable[[Iterable[str]], set[str]]
    take_back: TakeBack


_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source under the name of its package."""
    _sources[name] = source


def owed(people: list[int], cents: int, at: datetime) -> list[tuple[str, Claim]]:
    """(source, claim) for everything these people owe in exactly this amount."""
    return [(name, one) for name in _sources for one in _sources[name].owed(people, cents, at)]


def settle(claim: BankClaim, *, by: Person | None, at: datetime) -> None:
    """Mark the claim as paid under the mark of its line. Raises NotPossible."""
    line = claim.line
    _sources[claim.source].settle(
        claim.key, cents=line.cents, reference=line.reference, by=by, at=at
    )


def standing(references: Iterable[str]) -> set[str]:
    """Those of the marks under which a claim is marked as paid now."""
    wanted = list(references)
    return set().union(*(source.standing(wanted) for source in _sources.values()))


def take_back(claim: BankClaim, *, by: Person | None, at: datetime) -> None:
    """Void what was marked for this claim."""
    if claim.settled_at is not None:
        _sources[claim.source].take_back(
            claim.line.reference, settled_at=claim.settled_at, by=by, at=at
        )
