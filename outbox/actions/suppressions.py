"""An address says stop, or on again; a mailbox turns out to be gone."""

from datetime import datetime

from kit.text import canonical_email
from outbox.models import Suppression

Reason = Suppression.Reason


def opt_out(*, address: str, category: str, at: datetime) -> bool:
    """No more letters of the category to this address (empty: none but service letters).

    True where something changed; a second time changes nothing.
    """
    return suppress(address=address, category=category, reason=Reason.OPT_OUT, at=at)


def opt_in(*, address: str, category: str, at: datetime) -> bool:
    """Letters of the category again: takes back this address's own opting out, also the one from
    all categories. Bounces and complaints stay. True where something changed."""
    own = Suppression.objects.filter(
        address=canonical_email(address), category__in=["", category], reason=Reason.OPT_OUT
    )
    deleted, _ = own.delete()
    return bool(deleted)


def suppress(*, address: str, category: str, reason: str, at: datetime) -> bool:
    """Write down that this address must not be written to; True where it was new."""
    _, created = Suppression.objects.get_or_create(
        address=canonical_email(address),
        category=category,
        reason=reason,
        defaults={"created_at": at},
    )
    return created


def lift(*, suppression: Suppression) -> None:
    """An officer knows the address works again, or that the person asked for it."""
    suppression.delete()
