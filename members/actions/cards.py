"""Card payments: a checkout begun, and what the provider's messages make of it."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from members.actions import memberships
from members.actions.memberships import NotPossible
from members.models import CardEvent, Checkout, Payment, Person
from members.payments import Event, Outcome, Provider
from members.payments.base import Order
from members.queries import address_for
from members.queries.quotes import quote

State = Checkout.State


class NothingToPay(NotPossible):
    """No plan, no dues, or a membership without end."""


def start(
    *,
    person: Person,
    provider: Provider,
    done_url: str,
    back_url: str,
    language: str,
    today: date,
    at: datetime,
) -> str:
    """Begin a checkout for what the person owes next; gives the provider's page.

    Raises NothingToPay, NotReached. Writes Checkout, before the provider is asked.
    """
    due = quote(person, None, today)
    if due is None or not due.missing_cents:
        raise NothingToPay(_("There is nothing to pay by card."))
    checkout = Checkout.objects.create(
        person=person,
        plan=due.plan,
        cents=due.missing_cents,
        currency=due.plan.currency,
        provider=provider.name,
        asked_at=at,
    )
    order = Order(
        uid=str(checkout.uid),
        title=due.plan.name,
        cents=checkout.cents,
        currency=checkout.currency,
        email=address_for(person),
        done_url=done_url,
        back_url=back_url,
        language=language,
    )
    url, session = provider.start(order)
    Checkout.objects.filter(pk=checkout.pk).update(session=session)
    return url


@transaction.atomic
def settle(*, event: Event, provider: str, at: datetime) -> CardEvent:
    """Take one message of the provider, in any order and however often; never raises for it.

    Money that came in is recorded once; an amount or currency other than agreed, or dues that
    cannot be recorded, leaves the checkout to be looked at. Writes CardEvent, Checkout, Payment.
    """
    row, fresh = CardEvent.objects.get_or_create(
        provider=provider, event=event.id, defaults={"kind": event.kind, "received_at": at}
    )
    if not fresh:
        return row
    row.checkout = _checkout(event, provider)
    if row.checkout is None:
        row.outcome = "other" if event.outcome == Outcome.OTHER else "unknown checkout"
    else:
        row.outcome = _apply(row.checkout, event, at)
    row.save(update_fields=["checkout", "outcome"])
    return row


def _checkout(event: Event, provider: str) -> Checkout | None:
    """Ours by its own number, if the provider's number does not contradict; locked."""
    try:
        uid = uuid.UUID(event.uid)
    except ValueError:
        return None
    found = Checkout.objects.select_for_update(no_key=True, of=("self",)).select_related("person")
    row = found.filter(uid=uid, provider=provider).first()
    if row is None or (row.session and row.session != event.session):
        return None
    return row


def _apply(row: Checkout, event: Event, at: datetime) -> str:
    if row.state in {State.PAID, State.DOUBTFUL} or event.outcome in {
        Outcome.WAITING,
        Outcome.OTHER,
    }:
        return "nothing to do"
    row.session = row.session or event.session
    if event.outcome == Outcome.CLOSED:
        return _end(row, State.CLOSED, "", at)
    if (event.cents, event.currency) != (row.cents, row.currency):
        note = f"{event.cents} {event.currency} came, {row.cents} {row.currency} were agreed"
        return _end(row, State.DOUBTFUL, note, at)
    try:
        with transaction.atomic():
            row.payment = memberships.record_payment(
                person=row.person, plan=row.plan, cents=row.cents, method=Payment.Method.CARD,
                source=row.provider, reference=row.session, by=None, at=at,
            )  # fmt: skip
    except NotPossible as problem:
        return _end(row, State.DOUBTFUL, str(problem), at)
    return _end(row, State.PAID, "", at)


def _end(row: Checkout, state: str, note: str, at: datetime) -> str:
    row.state, row.note, row.settled_at = state, note[:300], at
    row.save()
    return state
