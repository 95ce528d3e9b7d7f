"""A death is recorded, and taken back where it was recorded wrongly."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from members.actions import notices, periods
from members.actions.periods import NotPossible
from members.models import Death, Person
from outbox.queries import local_day


@transaction.atomic
def record(*, person: Person, on: date, by: Person | None, at: datetime) -> Death:
    """Standing ends today or on `on`; notices stop, links and log-in close. Once is enough.

    Raises NotPossible for a day ahead. Writes Death, Person, User.
    """
    periods.lock(person)
    today = local_day(at)
    if on > today:
        raise NotPossible(_("The day lies ahead."))
    known = Death.objects.filter(person=person, voided_on=None).first()
    if known is not None and known.died_on == on:
        return known
    if known is not None:
        _void(known, by=by, today=today)
    row = Death.objects.create(person=person, died_on=on, recorded_on=today, recorded_by=by)
    person.deceased_on = on
    person.link_epoch += 1
    person.save(update_fields=["deceased_on", "link_epoch"])
    _open_log_in(person, opened=False)
    notices.stop(person=person, reason="died", at=at)
    return row


@transaction.atomic
def take_back(*, person: Person, by: Person | None, at: datetime) -> bool:
    """The person lives: standing, letters and log-in are as before; old links stay closed.

    Reports about days on which we believed otherwise still say so. False where nothing was
    recorded. Writes Death, Person, User.
    """
    periods.lock(person)
    row = Death.objects.filter(person=person, voided_on=None).first()
    if row is None and person.deceased_on is None:
        return False
    if row is not None:
        _void(row, by=by, today=local_day(at))
    person.deceased_on = None
    person.save(update_fields=["deceased_on"])
    _open_log_in(person, opened=True)
    return True


def _void(row: Death, *, by: Person | None, today: date) -> None:
    row.voided_on, row.voided_by = today, by
    row.save(update_fields=["voided_on", "voided_by"])


def _open_log_in(person: Person, *, opened: bool) -> None:
    if person.user is not None:
        person.user.is_active = opened
        person.user.save(update_fields=["is_active"])
