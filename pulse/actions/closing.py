"""The end of an association: announced, taken back, answered, and its books given out."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kit.queries import value
from members.models import Person
from outbox.actions import letters
from outbox.queries import local_day
from pulse.models import Closing, Farewell, FarewellFriend
from pulse.queries import closing as queries
from pulse.rules import CLOSING_DAYS

ANNOUNCED, BOOKS, TAKEN_BACK = "closing.announced", "closing.books", "closing.taken_back"


class NotPossible(Exception):
    """What cannot be; the text says why and what to do."""


@transaction.atomic
def announce(*, ends_on: date, reason: str, by: Person | None, at: datetime) -> Closing:
    """The association ends on a day: everybody is told and asked what others may keep of them.

    Raises NotPossible where people would have too few days to answer, or where an end is announced
    already. Writes Closing and letters; destroys nothing.
    """
    today = local_day(at)
    first = today + timedelta(days=value(CLOSING_DAYS))
    if ends_on < first:
        words = _("Give people time to answer: choose {day} or later.")
        raise NotPossible(words.format(day=date_format(first)))
    try:
        with transaction.atomic():
            closing = Closing.objects.create(
                ends_on=ends_on, reason=reason, begun_at=at, begun_by=by
            )
    except IntegrityError as error:
        raise NotPossible(_("An end is announced already. Take that back first.")) from error
    _write(closing, ANNOUNCED, today, at)
    return closing


@transaction.atomic
def take_back(*, closing: Closing, by: Person | None, at: datetime) -> None:
    """It goes on: everybody who was told is told. What people said goes.

    Raises NotPossible once the books are given out. Writes Closing, Farewell and letters.
    """
    row = Closing.objects.select_for_update().get(pk=closing.pk)
    if row.given_at is not None:
        raise NotPossible(_("The books are given out; they cannot be called back."))
    if not row.stands:
        return
    row.stands, row.withdrawn_at, row.withdrawn_by = None, at, by
    row.save(update_fields=["stands", "withdrawn_at", "withdrawn_by"])
    row.farewells.all().delete()
    letters.withdraw(kind=ANNOUNCED, about={"closing": row.pk}, reason=_("The end was taken back."))
    _write(row, TAKEN_BACK, local_day(at), at)


@transaction.atomic
def say(
    *, closing: Closing, person: Person, shows: Collection[str], audience: str,
    to_successor: bool, at: datetime,
) -> Farewell:  # fmt: skip
    """What others may keep of this person, and who; what was said before is replaced.

    Writes Farewell.
    """
    kept = [field for field in Farewell.Shows.values if field in shows]
    said = {
        "shows": kept, "audience": audience, "answered_at": at,
        "to_successor": to_successor and bool(kept),
    }  # fmt: skip
    row, _new = Farewell.objects.update_or_create(closing=closing, person=person, defaults=said)
    return row


@transaction.atomic
def choose(*, closing: Closing, person: Person, friend: Person, at: datetime) -> None:
    """The friend shall keep what this person shows. Writes Farewell and FarewellFriend."""
    row, _new = Farewell.objects.get_or_create(
        closing=closing, person=person, defaults={"answered_at": at}
    )
    FarewellFriend.objects.get_or_create(farewell=row, friend=friend)


def drop(*, closing: Closing, person: Person, friend: Person) -> None:
    """The friend shall not. Deletes FarewellFriend."""
    rows = FarewellFriend.objects.filter(farewell__closing=closing, farewell__person=person)
    rows.filter(friend=friend).delete()


@transaction.atomic
def give(*, closing: Closing, at: datetime) -> int:
    """From the day on: everybody who is asked gets a letter with the way to their book and the
    archive. Gives how many letters; a second time none. Writes Closing and letters."""
    row = Closing.objects.select_for_update().get(pk=closing.pk)
    if row.given_at is not None or not row.stands or local_day(at) < row.ends_on:
        return 0
    row.given_at = at
    row.save(update_fields=["given_at"])
    return _write(row, BOOKS, local_day(at), at)


def give_due(*, at: datetime) -> int:
    """As `give`, for the end that stands, if its day has come."""
    found = queries.standing()
    return give(closing=found, at=at) if found else 0


def _write(closing: Closing, kind: str, day: date, at: datetime) -> int:
    rows = queries.copies(closing, kind, day)
    return letters.post_many(kind=kind, rows=rows, at=at, always=True)
