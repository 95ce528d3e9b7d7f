"""Card payments behind one small interface: `start(order)` -> page, `verify(body, ..)` -> event.

A provider is a module of this package with a class of these two methods; `provider()` says which
one the settings switch on. Nothing else of the project knows a provider by name.
"""

from django.conf import settings

from members.payments.base import BadMessage, Event, NotReached, Order, Outcome, Provider
from members.payments.stripe_checkout import StripeCheckout

__all__ = ["BadMessage", "Event", "NotReached", "Order", "Outcome", "Provider", "provider"]


def provider() -> Provider | None:
    """The provider switched on by the settings, or None: then pages say how else to pay."""
    if settings.STRIPE_SECRET_KEY and settings.STRIPE_WEBHOOK_SECRET:
        return StripeCheckout(settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET)
    return None
