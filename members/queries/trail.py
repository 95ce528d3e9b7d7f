"""Who changed what is on file about somebody, and who took it out as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kit.models import Export
from members import personal
from members.models import Person, User
from members.personal import Table
from members.queries.mydata import plain


@dataclass(frozen=True)
class Step:
    """One change: when, by whom and how, of what (`label`: insert, update, delete), and (column,
    before, after) of what it touched."""

    at: datetime
    by: str
    via: str
    label: str
    what: str
    fields: list[tuple[str, Any, Any]]


class Trail(Sequence[Step]):
    """Every change of the person's own rows, newest first. A slice costs two queries for each
    table it meets and one for the names."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.tables = {table.model._meta.label: table for table in _tracked()}

    @cached_property
    def _all(self) -> QuerySet[Any, Any]:
        first, *others = (self._of(table) for table in self.tables.values())
        return first.union(*others, all=True).order_by("-pgh_created_at", "label_", "-pgh_id")

    def _of(self, table: Table) -> QuerySet[Any, Any]:
        label = Value(table.model._meta.label, CharField())
        rows = _log(table).objects.filter(self._mine(table)).order_by()
        return rows.annotate(label_=label).values_list("pgh_created_at", "label_", "pgh_id")

    def _mine(self, table: Table) -> Q:
        """History has the columns of its table, so that rows that are gone count; where the way
        to the person leads through another table, those that stand."""
        kept = {field.name for field in _log(table)._meta.fields}
        if not table.whose or table.whose.partition("__")[0] in kept:
            return table.told_to(self.person)
        return Q(pgh_obj__in=table.model._base_manager.filter(table.told_to(self.person)))

    def __len__(self) -> int:
        return self._all.count()

    def __getitem__(self, place: Any) -> Any:
        lines = list(self._all[place])
        events: dict[tuple[str, int], tuple[Any, Any]] = {}
        for label in {label for _at, label, _pk in lines}:
            ids = [pk for _at, one, pk in lines if one == label]
            found = self._with_before(self.tables[label], ids)
            events |= {(label, pk): pair for pk, pair in found.items()}
        names = _names(events.values())
        return [self._step(label, events[label, pk], names) for _at, label, pk in lines]

    @staticmethod
    def _with_before(table: Table, ids: list[int]) -> dict[int, tuple[Any, Any]]:
        """Each event of these with the one before it of the same row."""
        log = _log(table).objects.select_related("pgh_context")
        rows = list(log.filter(pgh_id__in=ids))
        of_them = log.filter(pgh_obj_id__in={row.pgh_obj_id for row in rows})
        found: dict[int, tuple[Any, Any]] = {}
        last: dict[int, Any] = {}
        for row in of_them.filter(pgh_id__lte=max(ids)).order_by("pgh_id"):
            if row.pgh_id in ids:
                found[row.pgh_id] = (last.get(row.pgh_obj_id), row)
            last[row.pgh_obj_id] = row
        return found

    def _step(self, label: str, pair: tuple[Any, Any], names: dict[str, str]) -> Step:
        table, (before, row) = self.tables[label], pair
        told = _told(row)
        by = told.get("by", "")
        return Step(
            row.pgh_created_at, names.get(by, _("the system")), told.get("via", ""),
            row.pgh_label, capfirst(str(table.model._meta.verbose_name)),
            self._touched(table, before, row),
        )  # fmt: skip

    def _touched(self, table: Table, before: Any, row: Any) -> list[tuple[str, Any, Any]]:
        found = []
        for name, entry in table.columns.items():
            if not entry.exported or name not in {field.name for field in row._meta.fields}:
                continue
            was = plain(self.person, before, name) if before is not None else None
            now = plain(self.person, row, name)
            if was != now and not (before is None and now in (None, "", {})):
                words = str(table.model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
                found.append((words, was, now))
        return found


def exports_of(person: Person) -> QuerySet[Export]:
    """The files that named the person, newest first, each with `by`."""
    found = Export.objects.filter(people__person=person)
    return found.select_related("by__person").order_by("-at", "-id")


def _tracked() -> list[Table]:
    found = (table for table in personal.tables() if table.whose or table.rows is not None)
    tracked = (table for table in found if hasattr(table.model, "pgh_event_model"))
    return sorted(tracked, key=lambda table: table.model._meta.label)


def _log(table: Table) -> Any:
    return table.model.pgh_event_model  # type: ignore[attr-defined]


def _told(row: Any) -> dict[str, str]:
    return row.pgh_context.metadata if row.pgh_context else {}


def _names(pairs: Any) -> dict[str, str]:
    """What history calls a log-in ("user:ID") -> the name of its person, else its address."""
    words = {_told(row).get("by", "") for _before, row in pairs}
    ids = {word: word.removeprefix("user:") for word in words if word.startswith("user:")}
    users = User.objects.filter(pk__in=[pk for pk in ids.values() if pk.isdecimal()])
    known = {str(user.pk): _called(user) for user in users.select_related("person")}
    return {word: known[pk] for word, pk in ids.items() if pk in known}


def _called(user: User) -> str:
    person = getattr(user, "person", None)
    return person.name if person is not None else user.email
