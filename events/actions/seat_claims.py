"""Seats paid by transfer: marked and taken back with the batch of the bank file."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events.actions import prices
from events.models import Rsvp, SeatPayment
from events.queries.prices import price_of
from members.actions.memberships import NotPossible
from members.models import Person

How = SeatPayment.How


@transaction.atomic
def settle(key: str, *, cents: int, reference: str, by: Person | None, at: datetime) -> None:
    """Mark the seats of the key ("12,13") as paid by transfer. Writes SeatPayment.

    Raises members' NotPossible where one is paid by now or they cost something else.
    """
    ids = [int(pk) for pk in key.split(",")]
    seats = list(Rsvp.objects.filter(pk__in=ids).select_related("person").order_by("id"))
    if SeatPayment.objects.filter(rsvp__in=ids, voided_at=None).exists():
        raise NotPossible(_("The seat is marked as paid by now."))
    costly = {row: cost for row in seats if (cost := price_of(row)[0])}
    if len(seats) != len(ids) or sum(costly.values()) != cents:
        raise NotPossible(_("The seats cost something else by now."))
    for row in costly:
        prices.pay(rsvp=row, how=How.BANK, by=by, at=at, reference=reference)


def take_back(reference: str, *, settled_at: datetime, by: Person | None, at: datetime) -> None:
    """Void the marks made under this reference at that instant. Changes SeatPayment."""
    paid = SeatPayment.objects.filter(reference=reference, how=How.BANK, recorded_at=settled_at)
    paid.filter(voided_at=None).update(voided_at=at, voided_by=by)
