"""Reads of the settings table and of history."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model

from kit.models import Setting
from kit.rules import Knob


def value[T](knob: Knob[T]) -> T:
    """What the board has set, else the default."""
    row = Setting.objects.filter(key=knob.key).values_list("value", flat=True).first()
    return knob.default if row is None else row


def values(*knobs: Knob) -> Mapping[str, Any]:
    """The values of several knobs by key, in one query."""
    found = dict(Setting.objects.filter(key__in=[k.key for k in knobs]).values_list("key", "value"))
    return {k.key: found.get(k.key, k.default) for k in knobs}


@dataclass(frozen=True)
class Change:
    """One line of an object's history: what a trigger wrote down."""

    at: datetime
    label: str
    by: str
    via: str
    fields: list[tuple[str, Any, Any]]


def changes(obj: Model, *, limit: int = 200, hidden: Collection[str] = ()) -> list[Change]:
    """The newest changes of a tracked object, newest first; empty where it is not tracked.

    `fields` holds (name, old, new) of what a change touched, without the `hidden` columns. Two
    queries.
    """
    log = getattr(obj, "pgh_event_model", None)
    if log is None:
        return []
    events = log.objects.filter(pgh_obj_id=obj.pk).select_related("pgh_context")
    rows = list(events.order_by("-pgh_id")[: limit + 1])
    told = [row.pgh_context.metadata if row.pgh_context else {} for row in rows]
    names = _log_ins(context.get("by", "") for context in told)
    before: list[Any] = [*rows[1:], None]
    return [
        Change(
            row.pgh_created_at, row.pgh_label, names.get(who := context.get("by", ""), who),
            context.get("via", ""), list(_touched(old, row, hidden)),
        )
        for row, old, context in zip(rows, before, told, strict=True)
    ][:limit]  # fmt: skip


def _touched(old: Any, new: Any, hidden: Collection[str]) -> Iterator[tuple[str, Any, Any]]:
    """What differs between two rows of history; all that is filled where there is none before."""
    for field in new._meta.concrete_fields:
        if field.name.startswith("pgh_") or field.name == "id" or field.name in hidden:
            continue
        was, now = getattr(old, field.attname, None), getattr(new, field.attname)
        if was != now and not (old is None and now == ""):
            yield str(field.verbose_name), was, now


def _log_ins(words: Iterator[str]) -> dict[str, str]:
    """The address for each `user:ID` that history names."""
    ids = {word: word.removeprefix("user:") for word in words if word.startswith("user:")}
    found = get_user_model().objects.filter(pk__in=[i for i in ids.values() if i.isdecimal()])
    known = {str(pk): address for pk, address in found.values_list("pk", "email")}
    return {word: known.get(pk, word) for word, pk in ids.items()}
