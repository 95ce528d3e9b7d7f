"""The personal-data socket: what each column knows of a person, and what erasure does to it.

Every package registers each table once, in its own `sockets.py`. A column is either an `Entry` or
named as neutral; a test fails for one that is neither. History tables follow the table they track.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Model, Q
from django.utils.functional import Promise

from members.models import Person


class Erasure(StrEnum):
    """What happens to a column when its person is erased."""

    DELETE = "delete"  # the row goes
    BLANK = "blank"  # the row stays, this is emptied, in history too
    PSEUDONYM = "pseudonym"  # stays, and leads to a person without a name
    KEEP = "keep"  # stays as it is; the entry says why


class Term(StrEnum):
    """How long a column is kept; the numbers of the first two are settings."""

    PERSON = "person"  # as long as the person is on file: lapsed or guest term, then erased
    LEDGER = "ledger"  # five years without a name, as books are kept
    STATISTICS = "statistics"  # without end: a day or a count that names nobody


class Refused(ValueError):
    """Somebody cannot be erased now; the text is a sentence that says why and what to do."""


type Blank = Callable[[Person], Any]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One personal column. `reason` is required for KEEP; `exported` puts it into "my data".

    `blank` gives what stands there afterwards; without it NULL, or an empty text.
    """

    erasure: Erasure
    term: Term = Term.PERSON
    reason: str | Promise = ""
    exported: bool = True
    blank: Blank | None = None

    def __post_init__(self) -> None:
        if self.erasure == Erasure.KEEP and not self.reason:
            raise ValueError("A column that is kept needs a reason.")


DELETE = Entry(erasure=Erasure.DELETE)
BLANK = Entry(erasure=Erasure.BLANK)
DERIVED = Entry(erasure=Erasure.BLANK, exported=False)
PSEUDONYM = Entry(erasure=Erasure.PSEUDONYM, term=Term.STATISTICS)


def kept(reason: str | Promise, term: Term = Term.STATISTICS) -> Entry:
    """A column that stays as it is, and why."""
    return Entry(erasure=Erasure.KEEP, reason=reason, term=term)


@dataclass(frozen=True)
class Table:
    """What is registered of one model: whose its rows are, its personal columns, the others."""

    model: type[Model]
    whose: str
    columns: Mapping[str, Entry]
    neutral: frozenset[str]
    rows: Callable[[Person], Q] | None = field(default=None)

    def told_to(self, person: Person) -> Q:
        """The condition for the rows that "my data" holds: those of `whose` where that is said."""
        return Q(**{self.whose: person.pk}) if self.whose else self.of(person)

    def of(self, person: Person) -> Q:
        """The condition for this person's rows; matches nothing where no row is anybody's."""
        if self.rows is not None:
            return self.rows(person)
        return Q(**{self.whose: person.pk}) if self.whose else Q(pk__in=[])


Check = Callable[[Person, datetime], None]
Step = Callable[[Person, Person | None, datetime], None]

_tables: dict[type[Model], Table] = {}
_checks: list[Check] = []
_steps: list[Step] = []


def register(
    model: type[Model],
    *,
    whose: str = "",
    neutral: str = "",
    rows: Callable[[Person], Q] | None = None,
    **columns: Entry,
) -> None:
    """Fill the socket for one model; twice, or a column it does not have, is an error.

    `whose` is the look-up from a row to its person's id; `rows` does the same where one look-up
    is not enough; with both, "my data" holds those of `whose` alone. `neutral`
    names, with blanks between, the columns that tell of nobody.
    """
    names = frozenset(neutral.split())
    unknown = (names | set(columns)) - {f.name for f in model._meta.concrete_fields}
    if model in _tables or unknown or names & set(columns):
        wrong = sorted(unknown or names & set(columns)) or "registered twice"
        raise ValueError(f"Personal data of {model._meta.label}: {wrong}.")
    _tables[model] = Table(model, whose, columns, names, rows)


def tables() -> list[Table]:
    """Every registered table, in the order of registration."""
    return list(_tables.values())


def refuse_if(check: Check) -> None:
    """Add a check that raises Refused where somebody cannot be erased now."""
    _checks.append(check)


def before_erasure(step: Step) -> None:
    """Add what an upper package must end first: answers, posts."""
    _steps.append(step)


def check(person: Person, at: datetime) -> None:
    """Raises Refused where somebody cannot be erased now."""
    for test in _checks:
        test(person, at)


def wind_up(person: Person, by: Person | None, at: datetime) -> None:
    """Run every step of the upper packages."""
    for step in _steps:
        step(person, by, at)
