"""Records to rows of typed values, with every problem named by row and column of the file."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kit.cells import unsafe
from kit.records import Unreadable, stream
from kit.text import canonical_email, clean
from members.imports import cells
from members.imports.columns import DAYS, KEEP, LEAVE, READERS, Field, is_secret, meaning_of
from members.rules import folded_name

EXTRA_LIMIT = 1000
# Of each column: enough to see how its days are written.
SAMPLES = 5
# What a person's further fields keep of their own.
OWN_KEYS = frozenset({"notes"})


@dataclass(frozen=True)
class Problem:
    """What is wrong where: the row of the file (the header is row 1) and the column's header."""

    row: int
    column: str
    message: str


@dataclass
class Row:
    """One person of the file: only the columns the file has; `extra` = the unmapped ones."""

    number: int
    values: dict[Field, Any] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The full name, from one column or two."""
        first_last = f"{self.values.get(Field.FIRST, '')} {self.values.get(Field.LAST, '')}"
        return self.values.get(Field.NAME) or clean(first_last)

    @property
    def email(self) -> str:
        """The canonical address, or ""."""
        return canonical_email(self.values.get(Field.EMAIL) or "")

    @property
    def uid(self) -> uuid.UUID | None:
        """The number of our own export, if the file has it."""
        return self.values.get(Field.UID)

    @property
    def addresses(self) -> dict[str, str]:
        """Canonical -> as written, of all addresses of the row, the first one first."""
        written = [self.values.get(Field.EMAIL) or "", *self.values.get(Field.OTHER_EMAILS, [])]
        return {canonical_email(address): address for address in written if address}

    @property
    def keys(self) -> list[str]:
        """What no other row may have: addresses and number, or else the name."""
        found = [*self.addresses, *([str(self.uid)] if self.uid else [])]
        return found or [f"name:{folded_name(self.name)}"]


class Table:
    """A file of people, read row by row; what is wrong with it stands in `problems`.

    `columns` says what each column is (a field's value, KEEP, LEAVE); None = by the headers.
    `orders` says of columns, by their header, how days are written ("dmy", "mdy"); `leave_out`
    names rows that are not read.
    """

    def __init__(
        self,
        raw: bytes,
        *,
        columns: Sequence[str] | None = None,
        orders: Mapping[str, str] | None = None,
        leave_out: Callable[[int], bool] = lambda row: False,
    ) -> None:
        self.problems: list[Problem] = []
        self.headers: dict[Field, str] = {}
        # Header -> (row, cell) of days that can be read in two ways.
        self.ambiguous: dict[str, list[tuple[int, str]]] = {}
        self.clear: dict[str, list[str]] = {}
        self.seen: dict[str, int] = {}
        self._orders, self._leave_out = orders or {}, leave_out
        self._columns: list[Field | str] = []
        try:
            self._records = stream(raw)
            header = next(self._records, [])
        except Unreadable as error:
            self.problem(error.row or 1, "", str(error))
            header = []
        self.header = [unsafe(clean(cell))[:100] for cell in header]
        if not self.problems:
            self._columns = self._meanings(columns)

    def problem(self, row: int, column: Field | str, message: str) -> None:
        """Note a problem; a Field is named by the file's own header."""
        header = self.headers.get(column, str(column)) if isinstance(column, Field) else column
        self.problems.append(Problem(row, header, message))

    def rows(self) -> Iterator[Row]:
        """The rows that can be read; nothing where the header is wrong."""
        if self.problems:
            return
        try:
            for number, record in enumerate(self._records, start=2):
                if any(cell.strip() for cell in record) and not self._leave_out(number):
                    yield from self._read(number, record)
        except Unreadable as error:
            self.problem(error.row or 1, "", str(error))

    def _meanings(self, said: Sequence[str] | None) -> list[Field | str]:
        """What each column holds: a field, the name of a further one, or LEAVE."""
        found: list[Field | str] = []
        meanings = said or [meaning_of(name) for name in self.header]
        for name, meaning in zip(self.header, meanings, strict=True):
            column = self._meaning(name, meaning)
            if column and column != LEAVE and column in found:
                self.problem(1, name, _("Two columns hold the same. Keep one of them."))
            found.append(column)
            if isinstance(column, Field):
                self.headers[column] = name
        if Field.NAME not in found and Field.LAST not in found:
            words = _("There is no column “name” (nor “First name”, “Last name”).")
            self.problem(1, "name", words)
        return found

    def _meaning(self, name: str, meaning: str) -> Field | str:
        if is_secret(name) or meaning == LEAVE:
            return LEAVE
        return name if meaning == KEEP else Field(meaning)

    def _read(self, number: int, record: list[str]) -> Iterator[Row]:
        columns = self._columns
        beyond = [cell for cell in record[len(columns) :] if cell.strip()]
        if beyond or len(record) < len(columns):
            words = _("This row has {found} cells, the header has {needed}.").format(
                found=len(record), needed=len(columns)
            )
            self.problem(number, "", words)
            return
        row, before = Row(number), len(self.problems)
        for column, cell in zip(columns, record, strict=False):
            self._cell(row, column, cell)
        if self._fits(row, broken=len(self.problems) > before) and not self._is_twin(row):
            yield row

    def _cell(self, row: Row, column: Field | str, cell: str) -> None:
        try:
            if isinstance(column, Field):
                row.values[column] = self._value(column, cell)
            elif column == LEAVE:
                return
            elif column in OWN_KEYS:
                raise ValueError(_("A further field cannot have this name."))
            elif column:
                row.extra[column] = cells.text(cell, EXTRA_LIMIT)
            elif cell.strip():
                raise ValueError(_("A column without a header holds something."))
        except cells.Ambiguous as error:
            header = self.headers.get(column, "") if isinstance(column, Field) else ""
            self.ambiguous.setdefault(header, []).append((row.number, clean(cell)))
            self.problem(row.number, column, str(error))
        except ValueError as error:
            self.problem(row.number, column, str(error))

    def _value(self, column: Field, cell: str) -> Any:
        if column not in DAYS:
            return READERS[column](cell)
        header = self.headers[column]
        day = cells.day_or_never(cell, self._orders.get(header, ""))
        samples = self.clear.setdefault(header, [])
        if day and len(samples) < SAMPLES:
            samples.append(clean(cell))
        return day

    def _fits(self, row: Row, *, broken: bool) -> bool:
        named = Field.NAME if Field.NAME in self.headers else Field.LAST
        if not row.name:
            if not broken:
                self.problem(row.number, named, _("The name is missing."))
            return False
        start, end = row.values.get(Field.START), row.values.get(Field.END)
        if start and end and end < start:
            self.problem(row.number, Field.END, _("The end lies before the start."))
            return False
        return not broken

    def _is_twin(self, row: Row) -> bool:
        """The same address or number twice, or the same name twice where neither has one."""
        for key in row.keys:
            if key in self.seen:
                column = Field.NAME if key.startswith("name:") else Field.EMAIL
                column = Field.UID if key == str(row.uid) else column
                words = _("The same as in row {row}.").format(row=self.seen[key])
                self.problem(row.number, column, words)
                return True
        self.seen |= dict.fromkeys(row.keys, row.number)
        return False
