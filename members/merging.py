"""The merge socket: what becomes of every column that names a person when two become one.

Every foreign key to Person is registered here, by its own package's `sockets.py`; a test fails
for one that is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from members.models import Person


class Handler(Protocol):
    """Moves the rows of one column from `loser` to `winner`, and back."""

    def count(self, *, winner: Person, loser: Person) -> int:
        """How many rows name the loser."""

    def move(self, *, winner: Person, loser: Person, by: Person | None, at: datetime) -> list[int]:
        """Move what can be moved; gives the ids."""

    def back(self, ids: Sequence[int], *, winner: Person, loser: Person) -> None:
        """Move these back."""


ANY = Q()


@dataclass(frozen=True)
class Repoint:
    """Rows simply name the other person from now on.

    A row stays where it is if the winner has a twin of it (equal in `once`, or simply one with
    `every`; both within `live`), or stands in one of its `apart` columns already.
    """

    label: str
    column: str
    once: tuple[str, ...] = ()
    live: Q = ANY
    apart: tuple[str, ...] = ()
    every: bool = False

    @property
    def model(self) -> type[models.Model]:
        """The table."""
        return apps.get_model(self.label)

    def rows(self, winner: Person, loser: Person) -> QuerySet[Any]:
        """Those that can be moved."""
        table = self.model._default_manager
        found = table.filter(**{self.column: loser})
        for name in self.apart:
            found = found.exclude(**{name: winner.pk})
        if self.once or self.every:
            same = {name: OuterRef(name) for name in self.once}
            theirs = table.filter(self.live, **{self.column: winner}, **same)
            found = found.exclude(Q(self.live, Exists(theirs)))
        return found

    def count(self, *, winner: Person, loser: Person) -> int:
        """How many rows name the loser."""
        return self.model._default_manager.filter(**{self.column: loser}).count()

    def move(self, *, winner: Person, loser: Person, by: Person | None, at: datetime) -> list[int]:
        """Move what can be moved; gives the ids."""
        ids = list(self.rows(winner, loser).values_list("pk", flat=True))
        self.model._default_manager.filter(pk__in=ids).update(**{self.column: winner})
        return ids

    def back(self, ids: Sequence[int], *, winner: Person, loser: Person) -> None:
        """Move these back, as far as they still name the winner."""
        rows = self.model._default_manager.filter(pk__in=ids, **{self.column: winner})
        rows.update(**{self.column: loser})


@dataclass(frozen=True)
class Stay:
    """Rows that are a record of the loser's own row and say so for good."""

    def count(self, *, winner: Person, loser: Person) -> int:
        """Nothing of it moves."""
        return 0

    def move(self, *, winner: Person, loser: Person, by: Person | None, at: datetime) -> list[int]:
        """Nothing."""
        return []

    def back(self, ids: Sequence[int], *, winner: Person, loser: Person) -> None:
        """Nothing."""


_handlers: dict[str, Handler] = {}


def register(column: str, handler: Handler) -> None:
    """Say what becomes of a column, named "app.Model.field"."""
    _handlers[column] = handler


def repoint(label: str, *columns: str, **how: Any) -> None:
    """Register columns of one table whose rows are repointed."""
    for column in columns:
        register(f"{label}.{column}", Repoint(label, column, **how))


def handlers() -> dict[str, Handler]:
    """Column -> handler, in the order of registration."""
    return dict(_handlers)
