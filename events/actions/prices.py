"""What a seat costs, and who has paid: no cart, only a mark."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from events.actions.refusals import NotPossible
from events.models import Meeting, Price, Rsvp, SeatPayment
from events.queries.prices import price_of
from kit.text import clean
from members.models import Person
from outbox.queries import letterhead

MOST = 10_000_000
How = SeatPayment.How


def set_price(
    *, meeting: Meeting, member_cents: int, guest_cents: int, by: Person | None, at: datetime
) -> None:
    """What a member and a guest pay from now on; twice nothing = free. What was paid stays.

    Raises NotPossible for less than nothing or too much. Writes Price.
    """
    if not (0 <= member_cents <= MOST and 0 <= guest_cents <= MOST):
        raise NotPossible(_("Write an amount between 0 and 100,000."))
    if not member_cents and not guest_cents:
        Price.objects.filter(meeting=meeting).delete()
        return
    head = letterhead()
    amounts: dict[str, Any] = {"member_cents": member_cents, "guest_cents": guest_cents}
    if head is not None:
        amounts |= {"currency": head.currency}
    Price.objects.update_or_create(meeting=meeting, defaults=amounts)


def pay(
    *, rsvp: Rsvp, how: str, by: Person | None, at: datetime, reference: str = ""
) -> SeatPayment:
    """Mark one seat as paid with what it costs now; marked already: that mark. Writes SeatPayment.

    Raises NotPossible where the seat costs nothing or the way is unknown.
    """
    cents, currency = price_of(rsvp)
    if not cents or how not in How.values:
        raise NotPossible(_("There is nothing to pay for this seat."))
    values = {
        "cents": cents, "currency": currency, "how": how, "reference": clean(reference)[:140],
        "recorded_at": at, "recorded_by": by,
    }  # fmt: skip
    try:
        with transaction.atomic():
            return SeatPayment.objects.create(rsvp=rsvp, **values)
    except IntegrityError:
        return SeatPayment.objects.get(rsvp=rsvp, voided_at=None)


def undo(*, rsvp: Rsvp, by: Person | None, at: datetime) -> bool:
    """The mark was a mistake; False where there is none. Changes SeatPayment."""
    paid = SeatPayment.objects.filter(rsvp=rsvp, voided_at=None)
    return bool(paid.update(voided_at=at, voided_by=by))
