"""Many new rows at once by COPY: several times quicker than INSERT, most of which is Django's."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Field, Model
from django.db.models.expressions import DatabaseDefault

IDS = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"


@transaction.atomic
def copy_in(objects: Sequence[Model]) -> None:
    """Insert new rows of one model and fill in their ids, as `bulk_create` does.

    Constraints, history triggers and defaults hold; a database default must be a plain value.
    Objects they lead to must have ids by now. Raises django.db.IntegrityError.
    """
    if not objects:
        return
    server = connections[DEFAULT_DB_ALIAS]
    meta, quote = objects[0]._meta, server.ops.quote_name
    fields: list[Any] = [field for field in meta.concrete_fields if not field.generated]
    columns = ", ".join(quote(field.column) for field in fields)
    with server.cursor() as cursor:
        cursor.execute(IDS, [quote(meta.db_table), meta.pk.column, len(objects)])
        for row, (number,) in zip(objects, cursor.fetchall(), strict=True):
            row.pk = number
        into = f"COPY {quote(meta.db_table)} ({columns}) FROM STDIN"
        with server.wrap_database_errors, cursor.copy(into) as copy:
            for row in objects:
                copy.write_row(list(_values(row, fields, server)))
    for row in objects:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _values(row: Model, fields: Sequence[Any], server: Any) -> Iterator[Any]:
    for field in fields:
        if field.is_relation:
            _follow(row, field)
        found: Any = field.pre_save(row, add=True)
        if isinstance(found, DatabaseDefault):
            found = found.expression.value  # type: ignore[attr-defined]
        yield field.get_db_prep_save(found, server)


def _follow(row: Model, field: Field) -> None:
    """The other object may have got its id after it was named here."""
    other: Any = field.get_cached_value(row, default=None)  # type: ignore[attr-defined]
    if other is not None:
        setattr(row, field.attname, other.pk)
