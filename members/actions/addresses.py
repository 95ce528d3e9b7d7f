"""Addresses: acts about one address queue up, and whose letters move elsewhere hears of it."""

from collections.abc import Iterable
from datetime import datetime

from kit.text import canonical_email
from kit.turns import take_turns
from members.models import Person
from outbox.actions import letters


def reserve(address: str) -> None:
    """Until the end of this transaction nobody else acts on the same address."""
    take_turns("address", canonical_email(address))


def warn(*, person: Person, addresses: Iterable[str], by: Person | None, at: datetime) -> int:
    """Tell these addresses of a person that somebody else has changed where letters go.

    Nobody is told of their own doing. Gives the number of letters.
    """
    if by is not None and by.pk == person.pk:
        return 0
    told = [
        letters.post(
            kind="person.address_changed",
            to=address,
            about={"person": person.pk},
            dedupe_key=f"address:{person.pk}:{canonical_email(address)}:{at.timestamp():.0f}",
            at=at,
        )
        for address in addresses
    ]
    return sum(message is not None for message in told)
