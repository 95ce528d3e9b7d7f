"""Everything on file about one person, and what of it stays after an erasure."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django.db.models import FileField, Model
from django.db.models.fields.files import FieldFile

from members import personal
from members.models import Person, User
from members.personal import Entry, Erasure

YOU, OTHER = "you", "somebody else"


def everything(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Table -> rows -> column -> value, of all exported columns of the person's own rows.

    Other people are never named: a link to a person says "you" or "somebody else". Values are
    plain (text, numbers, ISO 8601 with UTC offset). One query for each table.
    """
    found = {}
    for table in personal.tables():
        shown = [name for name, entry in table.columns.items() if entry.exported]
        rows = table.model._base_manager.filter(table.told_to(person)).distinct().order_by("pk")
        told = [{name: plain(person, row, name) for name in shown} for row in rows]
        if told:
            found[table.model._meta.label] = told
    return found


def files(person: Person) -> Iterator[tuple[str, FieldFile]]:
    """(name, file) of every file that the exported columns of the person's own rows lead to."""
    for table in personal.tables():
        shown = [field.name for field in table.model._meta.concrete_fields
                 if isinstance(field, FileField) and field.name in table.columns]  # fmt: skip
        rows = table.model._base_manager.filter(table.told_to(person)).order_by("pk")
        for row in rows if shown else ():
            for name in shown:
                file = getattr(row, name)
                if file and table.columns[name].exported:
                    yield f"{table.model._meta.model_name}/{row.pk}-{name}{_ending(file)}", file


def _ending(file: FieldFile) -> str:
    return PurePath(str(file.name)).suffix


def what_stays() -> list[str]:
    """The reasons for which something stays after an erasure, each once, in plain sentences."""
    reasons = (str(entry.reason) for _table, _name, entry in _entries() if entry.reason)
    return list(dict.fromkeys(reasons))


def _entries() -> Iterator[tuple[personal.Table, str, Entry]]:
    for table in personal.tables():
        if not table.whose and table.rows is None:
            continue
        for name, entry in table.columns.items():
            if entry.erasure == Erasure.KEEP:
                yield table, name, entry


def plain(person: Person, row: Model, name: str) -> Any:
    """A column of a row (or of its history) as the person reads it; other people are not named."""
    field: Any = row._meta.get_field(name)
    value = getattr(row, field.attname)
    if field.is_relation and field.related_model in (Person, User) and value is not None:
        mine = person.pk if field.related_model is Person else person.user_id
        return YOU if value == mine else OTHER
    if name == "extra":
        return _without_authors(value)
    return value if value is None or isinstance(value, int | dict | list) else str(value)


def _without_authors(extra: dict[str, Any]) -> dict[str, Any]:
    """Notes are about the person; who wrote them is somebody else."""
    return {
        key: [{k: v for k, v in note.items() if k != "by"} for note in value]
        if isinstance(value, list)
        else value
        for key, value in extra.items()
    }
