"""Stripe Checkout (https://docs.stripe.com/checkout): a page of theirs, a signed message to us."""

from collections.abc import Mapping
from typing import Any

from members.payments.base import BadMessage, Event, NotReached, Order, Outcome

OUTCOMES = {
    "checkout.session.async_payment_succeeded": Outcome.PAID,
    "checkout.session.async_payment_failed": Outcome.CLOSED,
    "checkout.session.expired": Outcome.CLOSED,
}
COMPLETED = "checkout.session.completed"


class StripeCheckout:
    """One account with Stripe: its secret key, and the secret of its webhook."""

    name = "stripe"

    def __init__(self, key: str, webhook_secret: str) -> None:
        self.key = key
        self.webhook_secret = webhook_secret

    def start(self, order: Order) -> tuple[str, str]:
        """A new Checkout session; asking twice for one order gives the same."""
        stripe = _stripe()
        client = stripe.StripeClient(self.key, max_network_retries=1)
        try:
            session = client.v1.checkout.sessions.create(
                params=_params(order), options={"idempotency_key": order.uid}
            )
        except stripe.StripeError as error:
            raise NotReached(str(error)) from error
        return str(session.url), str(session.id)

    def verify(self, body: bytes, headers: Mapping[str, str]) -> Event:
        """The message, if Stripe signed it within the last five minutes."""
        stripe = _stripe()
        signature = headers.get("Stripe-Signature", "")
        try:
            event = stripe.Webhook.construct_event(body, signature, self.webhook_secret)
            return _event(event.to_dict())
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadMessage("not understood") from error
        except stripe.SignatureVerificationError as error:
            raise BadMessage("not signed by the provider") from error


def _params(order: Order) -> Any:
    line = {
        "quantity": 1,
        "price_data": {
            "currency": order.currency.lower(),
            "unit_amount": order.cents,
            "product_data": {"name": order.title},
        },
    }
    person = {"customer_email": order.email} if order.email else {}
    return person | {
        "mode": "payment",
        "client_reference_id": order.uid,
        "line_items": [line],
        "success_url": order.done_url,
        "cancel_url": order.back_url,
        "locale": order.language.split("-", maxsplit=1)[0] or "auto",
    }


def _event(event: dict[str, Any]) -> Event:
    kind = str(event["type"])
    session = event["data"]["object"]
    if session.get("object") != "checkout.session":
        return Event(id=str(event["id"]), kind=kind, outcome=Outcome.OTHER)
    paid = session.get("payment_status") == "paid"
    completed = Outcome.PAID if paid else Outcome.WAITING
    return Event(
        id=str(event["id"]),
        kind=kind,
        outcome=completed if kind == COMPLETED else OUTCOMES.get(kind, Outcome.OTHER),
        uid=str(session.get("client_reference_id") or ""),
        session=str(session["id"]),
        cents=session.get("amount_total"),
        currency=str(session.get("currency") or "").upper(),
    )


def _stripe() -> Any:
    """The one wrapper of a heavy library."""
    import stripe  # noqa: PLC0415

    return stripe
