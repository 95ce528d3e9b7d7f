"""A person is erased: what is registered goes, history and letters included; a number stays."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import Field
from django.utils.translation import gettext as _

from kit.text import canonical_email
from members import personal
from members.actions import erasure_lists, memberships, periods
from members.models import Application, Email, Erased, ErasedPerson, Person, User
from members.personal import Entry, Erasure, Refused, Table
from members.queries import is_member_on
from members.rules import erased_mark
from outbox.models import Message
from outbox.queries import local_day

OPEN = [Message.State.HELD, Message.State.PENDING, Message.State.RETRY]
LEAVING = [Message.State.CLAIMED, Message.State.SENDING]


@dataclass(frozen=True)
class Scope:
    """The rows of one table that are the person's: those that stand, and those only history has."""

    table: Table
    rows: list[int]
    past: list[int]

    @property
    def is_deleted(self) -> bool:
        """Whether the rows go as a whole."""
        return any(entry.erasure == Erasure.DELETE for entry in self.table.columns.values())


@transaction.atomic
def erase(*, person: Person, via: str, by: Person | None, at: datetime, reason: str = "") -> bool:
    """Erase everything registered of a person; False where that was done before.

    Raises personal.Refused. Ends what the person holds (answers, posts, membership), keeps a
    keyed hash of each address, and empties history through the owner's function. Writes every
    registered table, ErasedPerson and Erased, and a line of the list beside the database.
    """
    periods.lock(person)
    person = Person.objects.get(pk=person.pk)
    if ErasedPerson.objects.filter(person=person).exists():
        return False
    if via == ErasedPerson.Via.OFFICER and not reason.strip():
        raise Refused(_("Say in a few words who asked for it, and when."))
    personal.check(person, at)
    personal.wind_up(person, by, at)
    if is_member_on(person, local_day(at)):
        memberships.resign(person=person, by=by, at=at)
    _remember(person, at)
    scopes = [_scope(table, person) for table in personal.tables()]
    _stop_letters(scopes)
    User.objects.filter(pk=person.user_id or 0).update(is_active=False)
    Person.objects.filter(pk=person.pk).update(link_epoch=person.link_epoch + 1)
    for scope in scopes:
        _empty(scope, person)
    for scope in scopes:
        _redact(scope, person, f"erasure {via}")
    erased = ErasedPerson.objects.create(
        person=person, via=via, reason=reason.strip()[:300], erased_at=at, erased_by=by
    )
    # Outside the database, so that no restore of an older copy brings anybody back.
    transaction.on_commit(partial(erasure_lists.note, erased), robust=True)
    return True


def _remember(person: Person, at: datetime) -> None:
    """Keyed hashes of every address, so that no file brings them back."""
    keys = {str(person.uid), *Email.objects.filter(person=person).values_list("address", flat=True)}
    keys |= set(EmailAddress.objects.filter(user=person.user).values_list("email", flat=True))
    asked = Application.objects.filter(person=person)
    for pair in asked.values_list("email", "work_email"):
        keys |= set(pair)
    marks = {erased_mark(canonical_email(key)) for key in keys if key}
    rows = [Erased(mark=mark, erased_on=local_day(at)) for mark in sorted(marks)]
    Erased.objects.bulk_create(rows, ignore_conflicts=True)


def _scope(table: Table, person: Person) -> Scope:
    mine = table.of(person)
    rows = list(table.model._base_manager.filter(mine).values_list("pk", flat=True).distinct())
    log: Any = getattr(table.model, "pgh_event_model", None)
    touched = any(_is_emptied(entry) for entry in table.columns.values())
    if log is None or not touched:
        return Scope(table, rows, [])
    gone = log.objects.filter(mine).values_list("pgh_obj_id", flat=True).distinct()
    return Scope(table, rows, sorted({*rows, *gone}))


def _is_emptied(entry: Entry) -> bool:
    return entry.erasure in (Erasure.DELETE, Erasure.BLANK)


def _stop_letters(scopes: list[Scope]) -> None:
    ids = next(scope.rows for scope in scopes if scope.table.model is Message)
    mine = Message.objects.filter(pk__in=ids)
    mine.filter(state__in=OPEN).update(state=Message.State.SUPERSEDED)
    if mine.filter(state__in=LEAVING).exists():
        raise Refused(_("A letter is leaving this very moment. Please try again in a minute."))


def _empty(scope: Scope, person: Person) -> None:
    rows = scope.table.model._base_manager.filter(pk__in=scope.rows)
    if scope.is_deleted:
        rows.delete()
        return
    values = {
        name: _emptied(scope.table.model._meta.get_field(name), entry, person)
        for name, entry in scope.table.columns.items()
        if entry.erasure == Erasure.BLANK
    }
    if values and scope.rows:
        rows.update(**values)


def _redact(scope: Scope, person: Person, why: str) -> None:
    """Empty in history what was emptied or deleted; links and days that must stand stay."""
    if not scope.past:
        return
    log: Any = scope.table.model.pgh_event_model  # type: ignore[attr-defined]
    held = {field.column: field for field in log._meta.concrete_fields}
    values = {}
    for name, entry in scope.table.columns.items():
        field: Any = scope.table.model._meta.get_field(name)
        if _is_emptied(entry) and field.column in held and (entry.blank or _can_empty(field)):
            values[field.column] = _emptied(field, entry, person)
    if not values:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kit_redact_history(%s, %s, %s, %s)",
            [
                log._meta.db_table,
                scope.past,
                json.dumps(values, cls=DjangoJSONEncoder),
                why,
            ],
        )


def _can_empty(field: Field) -> bool:
    text = field.get_internal_type() in {"CharField", "TextField", "EmailField"}
    return text or field.null or field.get_internal_type() == "JSONField"


def _emptied(field: Any, entry: Entry, person: Person) -> Any:
    if entry.blank is not None:
        return entry.blank(person)
    if field.null:
        return None
    return (
        []
        if field.get_internal_type() == "JSONField" and field.default is list
        else ({} if field.get_internal_type() == "JSONField" else "")
    )
