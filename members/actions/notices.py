"""Letters about one membership: asked for, and called back when the truth has changed."""

from datetime import datetime

from members.models import Membership, Person
from members.queries import address_for
from outbox.actions import letters


def welcome(*, membership: Membership, at: datetime) -> None:
    """Queue the welcome letter of this membership, once; none for imported ones."""
    if membership.silent_until is not None:
        return
    letters.post(
        kind="membership.welcome",
        to=address_for(membership.person),
        about={"person": membership.person_id, "membership": membership.pk},
        dedupe_key=f"welcome:{membership.pk}",
        at=at,
    )


def stop(*, person: Person, reason: str, at: datetime) -> int:
    """Call back the renewal letters to this person that have not left yet; gives their number."""
    return letters.withdraw(kind="membership.notice", about={"person": person.pk}, reason=reason)


def stop_welcome(*, membership: Membership, at: datetime) -> int:
    """Call back the welcome letter of a membership that was taken back."""
    return letters.withdraw(
        kind="membership.welcome", about={"membership": membership.pk}, reason="payment reversed"
    )
