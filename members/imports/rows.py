"""Records to rows of typed values, with every problem named by row and column of the file."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kit.cells import unsafe
from kit.records import Unreadable, read
from kit.text import canonical_email, clean
from members.imports import cells
from members.imports.columns import READERS, Field, field_of, is_secret
from members.rules import folded_name

EXTRA_LIMIT = 1000


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


@dataclass
class Table:
    """The rows of a file and what is wrong with it."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    headers: dict[Field, str] = field(default_factory=dict)

    def problem(self, row: int, column: Field | str, message: str) -> None:
        """Note a problem; a Field is named by the file's own header."""
        header = self.headers.get(column, str(column)) if isinstance(column, Field) else column
        self.problems.append(Problem(row, header, message))


def read_members(raw: bytes) -> Table:
    """Read a CSV or XLSX file of people. Whatever is wrong with it stands in `problems`."""
    table = Table()
    try:
        header, *body = read(raw)
    except Unreadable as error:
        table.problem(error.row or 1, "", str(error))
        return table
    columns = _columns(header, table)
    if table.problems:
        return table
    for number, record in enumerate(body, start=2):
        if any(cell.strip() for cell in record):
            _read(number, record, columns, table)
    _find_twins(table)
    return table


def _columns(header: list[str], table: Table) -> list[Field | str]:
    """What each column holds: a field, or the name of an extra one."""
    columns: list[Field | str] = []
    seen: set[str] = set()
    for cell in header:
        name = unsafe(clean(cell))[:100]
        found = field_of(name) or name
        if name and found in seen:
            table.problem(1, name, _("Two columns hold the same. Keep one of them."))
        seen.add(found)
        columns.append(found)
        if isinstance(found, Field):
            table.headers[found] = name
    if Field.NAME not in seen and Field.LAST not in seen:
        table.problem(1, "name", _("There is no column “name” (nor “First name”, “Last name”)."))
    return columns


def _read(number: int, record: list[str], columns: list[Field | str], table: Table) -> None:
    beyond = [cell for cell in record[len(columns) :] if cell.strip()]
    if beyond or len(record) < len(columns):
        words = _("This row has {found} cells, the header has {needed}.").format(
            found=len(record), needed=len(columns)
        )
        table.problem(number, "", words)
        return
    row = Row(number)
    for column, cell in zip(columns, record, strict=False):
        try:
            if isinstance(column, Field):
                row.values[column] = READERS[column](cell)
            elif is_secret(column):
                continue
            elif column:
                row.extra[column] = cells.text(cell, EXTRA_LIMIT)
            elif cell.strip():
                raise ValueError("A column without a header holds something.")
        except ValueError as error:
            table.problem(number, column, str(error))
    table.rows.append(row)
    named = Field.NAME if Field.NAME in table.headers else Field.LAST
    if not row.name and not any(p.row == number for p in table.problems[-3:]):
        table.problem(number, named, _("The name is missing."))
    start, end = row.values.get(Field.START), row.values.get(Field.END)
    if start and end and end < start:
        table.problem(number, Field.END, _("The end lies before the start."))


def _find_twins(table: Table) -> None:
    """The same address twice, or the same name twice where neither has an address."""
    seen: dict[str, int] = {}
    for row in table.rows:
        key = row.email or f"name:{folded_name(row.name)}"
        if key in seen:
            column = Field.EMAIL if row.email else Field.NAME
            table.problem(row.number, column, _("The same as in row {row}.").format(row=seen[key]))
        elif row.name:
            seen[key] = row.number
