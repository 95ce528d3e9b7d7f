"""SQL of our own: put together from pieces, and kept from bad plans."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.utils import CursorWrapper


def put(sql: str, **parts: str) -> str:
    """The SQL with our own pieces of SQL in their `{places}`, in the order given; no values."""
    for name, part in parts.items():
        sql = sql.replace(f"{{{name}}}", part)
    return sql


@contextmanager
def whole_tables(cursor: CursorWrapper) -> Iterator[None]:
    """Within, statements join whole tables by hashing, never row by row.

    For what reads everything anyway: where nobody has ANALYZEd a table yet, the planner takes it
    for empty and would compare every row with every other, for minutes. Needs a transaction.
    """
    cursor.execute("SET LOCAL enable_nestloop = off")
    yield
    cursor.execute("SET LOCAL enable_nestloop = on")
