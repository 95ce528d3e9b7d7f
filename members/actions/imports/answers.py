"""What the officer has said about a file, and what came of reading it."""

from dataclasses import asdict, dataclass, field
from typing import Any

from members.imports import Problem

NEW, SKIP, KEEP = "new", "skip", "keep"
# Of a large file the page shows so many; all are counted.
MOST_SHOWN = 1000
TO_CONFIRM = 5


@dataclass(frozen=True)
class Answers:
    """What each column is, how days are written, how long plans last, whom rows are about.

    `rows`: row -> NEW, SKIP (leave out), KEEP (what is on file about the period), or a person's
    id. With `ask` what looks doubtful is asked; without, only what cannot be done is refused.
    """

    columns: list[str] | None = None
    orders: dict[str, str] = field(default_factory=dict)
    plans: dict[str, int | None] = field(default_factory=dict)
    rows: dict[int, str] = field(default_factory=dict)
    ask: bool = False

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Answers":
        """From what an upload keeps (JSON has no whole numbers as keys)."""
        rows = {int(row): said for row, said in kept.get("rows", {}).items()}
        told = {name: kept.get(name, {}) for name in ("orders", "plans")}
        return cls(columns=kept.get("columns"), rows=rows, ask=True, **told)

    def picked(self, rows: list[int]) -> list[int]:
        """The people named for these rows."""
        said = [self.rows.get(row, "") for row in rows]
        return [int(one) for one in said if one.isdecimal()]


@dataclass(frozen=True)
class Conflict:
    """A row somebody must decide on; `choices` = (answer, words)."""

    row: int
    column: str
    name: str
    message: str
    choices: list[tuple[str, str]]


@dataclass
class Result:
    """What an import did, counted in rows of the file; with errors nothing was written."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    left_out: int = 0
    erased: int = 0
    errors: list[Problem] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    new_plans: list[str] = field(default_factory=list)
    # (row, "create" or "update", name, header -> [before, after])
    changes: list[tuple[int, str, str, dict[str, list[str]]]] = field(default_factory=list)
    paid: list[tuple[int, str, str, str]] = field(default_factory=list)
    plans_to_tell: dict[str, dict[str, Any]] = field(default_factory=dict)
    orders_to_tell: dict[str, dict[str, Any]] = field(default_factory=dict)
    batch: int | None = None

    def note(self, row: int, kind: str, name: str, cells: dict[str, list[str]]) -> None:
        """Keep a change to be shown."""
        if len(self.changes) < MOST_SHOWN:
            self.changes.append((row, kind, name, cells))

    def nothing(self) -> None:
        """Something is wrong: nothing is written, so nothing is counted."""
        self.created = self.updated = self.unchanged = 0
        self.changes, self.paid = [], []

    def counts(self) -> dict[str, int]:
        """The numbers that stay."""
        names = ("created", "updated", "unchanged", "left_out", "erased")
        return {name: getattr(self, name) for name in names}

    def report(self) -> dict[str, Any]:
        """All of it for the page, as JSON keeps it."""
        asked = set(self.orders_to_tell)
        errors = [one for one in self.errors if one.column not in asked]
        return {
            "counts": self.counts(),
            "errors": [asdict(one) for one in errors[:MOST_SHOWN]],
            "error_count": len(errors),
            "conflicts": [asdict(one) for one in self.conflicts[:MOST_SHOWN]],
            "conflict_count": len(self.conflicts),
            "changes": self.changes,
            "paid": self.paid,
            "plans": self.plans_to_tell,
            "orders": self.orders_to_tell,
        }
