"""Questions asked with every page: their SQL is worked out once per process, not once per page.

Building a query with the ORM costs more processor time here than PostgreSQL needs to answer it.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Expression, Field, Model, QuerySet


class Given(Expression):
    """A place in a prepared question for a value that comes with each asking."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """A placeholder whose value is this object itself, until `rows` puts the real one in."""
        return "%s", (self,)


class Prepared:
    """A question of one query. `build` makes it, with `Given` values and ending in
    `values_list(...)`; it runs once, at the first asking."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self.build = build

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        """The answer as the database driver gives it (JSON stays text). KeyError if one lacks."""
        sql, params = self._statement
        values = [given[p.name] if isinstance(p, Given) else p for p in params]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    @cached_property
    def _statement(self) -> tuple[str, tuple[Any, ...]]:
        sql, params = self.build().query.sql_with_params()
        return sql, tuple(params)


class PreparedObjects[M: Model](Prepared):
    """The same for model instances, each with the `related` ones (to one) of its row.

    A column that Python must convert (JSON) is left out and read when somebody asks for it.
    `extra` names annotations, which become attributes.
    """

    def __init__(
        self,
        build: Callable[[], QuerySet[M]],
        *,
        related: Sequence[str] = (),
        extra: Sequence[str] = (),
    ) -> None:
        super().__init__(build)
        self.related, self.extra = related, extra

    def objects(self, **given: Any) -> list[M]:
        """The instances, in the question's order."""
        return [self._instance(row) for row in self.rows(**given)]

    def first(self, **given: Any) -> M | None:
        """The first instance, or None."""
        rows = self.rows(**given)
        return self._instance(rows[0]) if rows else None

    def _instance(self, row: tuple[Any, ...]) -> M:
        (_path, model, columns), *parts = self._parts
        made = model.from_db(DEFAULT_DB_ALIAS, columns, row[: len(columns)])
        at = len(columns)
        for path, model, columns in parts:
            values = row[at : at + len(columns)]
            at += len(columns)
            other = model.from_db(DEFAULT_DB_ALIAS, columns, values) if values[0] else None
            field: Any = made._meta.get_field(path)
            field.set_cached_value(made, other)
            if other is not None and field.one_to_one:
                field.remote_field.set_cached_value(other, made)
        for name, value in zip(self.extra, row[at:], strict=True):
            setattr(made, name, value)
        return made

    @cached_property
    def _parts(self) -> list[tuple[str, type[M], list[str]]]:
        base = self.build().model
        models = [(path, base._meta.get_field(path).related_model) for path in self.related]
        return [(path, model, _plain_columns(model)) for path, model in [("", base), *models]]

    @cached_property
    def _statement(self) -> tuple[str, tuple[Any, ...]]:
        names = [
            f"{path}__{column}" if path else column
            for path, _model, columns in self._parts
            for column in columns
        ]
        query = self.build().values_list(*names, *self.extra).query
        sql, params = query.sql_with_params()
        return sql, tuple(params)


def _plain_columns(model: type[Model]) -> list[str]:
    """The columns that need no conversion, the key first."""
    fields = [field for field in model._meta.concrete_fields if not hasattr(field, "from_db_value")]
    return [field.attname for field in sorted(fields, key=lambda field: not field.primary_key)]
