"""Lines of a hand-over are written, changed, closed and opened again; nothing is deleted."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Person
from roles import rules
from roles.actions.errors import TermRefused
from roles.models import HandoverLine, Seat


class SecretWritten(TermRefused):
    """A text seems to hold a password; only who holds it belongs on file."""


def write(*, seat: Seat, kind: str, by: Person | None, at: datetime, **fields: Any) -> HandoverLine:
    """A new line of a seat. Raises SecretWritten."""
    _check(fields)
    return HandoverLine.objects.create(seat=seat, kind=kind, written_by=by, written_at=at, **fields)


@transaction.atomic
def change(*, line: HandoverLine, by: Person | None, at: datetime, **fields: Any) -> HandoverLine:
    """Other words or days for a line; history keeps the old ones. Raises SecretWritten."""
    _check(fields)
    for name, value in (fields | {"written_by": by, "written_at": at}).items():
        setattr(line, name, value)
    line.save(update_fields=[*fields, "written_by", "written_at"])
    return line


def close(*, line: HandoverLine, by: Person | None, at: datetime) -> None:
    """The line is done or no longer true. Again changes nothing."""
    HandoverLine.objects.filter(pk=line.pk, closed_at__isnull=True).update(
        closed_at=at, closed_by=by
    )


def reopen(*, line: HandoverLine, by: Person | None, at: datetime) -> None:
    """The undo of `close`."""
    HandoverLine.objects.filter(pk=line.pk).update(closed_at=None, closed_by=None)


def checked(*, line: HandoverLine, today: date, by: Person | None, at: datetime) -> None:
    """Somebody has seen today that the key works and its holder is the one named."""
    HandoverLine.objects.filter(pk=line.pk, kind=HandoverLine.Kind.KEY).update(
        checked_on=today, written_by=by, written_at=at
    )


def _check(fields: dict[str, Any]) -> None:
    if any(rules.names_a_secret(str(fields.get(name, ""))) for name in ("title", "detail")):
        raise SecretWritten(_("This looks like a password. Say who holds it, not what it is."))
