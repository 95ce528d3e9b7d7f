"""Files of people's data that leave: each written down first, with everybody who is in it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet

from kit.models import Export
from kit.statements import put
from members.models import ExportedPerson, Person

# One statement, however many people: a roster of 50,000 is written down in a second.
WRITE_DOWN = (
    "INSERT INTO {table} (export_id, person_id) SELECT DISTINCT %s::bigint, p.id FROM ({who}) p(id)"
)


@transaction.atomic
def note_export(
    *, what: str, via: str, by: Any, at: datetime, people: QuerySet[Person] | None = None
) -> Export:
    """Write down that the log-in `by` (None: the operator) takes out a file that names `people`.

    Without `people` the file names nobody. Changes exports and who is in them.
    """
    export = Export.objects.create(what=what[:200], via=via, by=by, at=at)
    if people is not None:
        _write_down(export, people)
    return export


def _write_down(export: Export, people: QuerySet[Person]) -> None:
    try:
        sql, given = people.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return
    table = connection.ops.quote_name(ExportedPerson._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(put(WRITE_DOWN, table=table, who=sql), [export.pk, *given])
