"""Somebody says they have paid: the treasurer is told. Nothing else changes."""

from datetime import datetime

from members.models import Payment, Person
from outbox.actions import letters
from outbox.queries import letterhead, local_day


def tell(*, person: Person, method: str, at: datetime) -> bool:
    """Queue a letter to the association's reply address; once a day per person and method.

    True if it was new. Before set-up there is nobody to tell, and nothing happens.
    """
    head = letterhead()
    if head is None:
        return False
    code = list(Payment.Method.values).index(method)
    message = letters.post(
        kind="membership.told",
        to=head.reply_to,
        about={"person": person.pk, "stage": code},
        dedupe_key=f"told:{person.pk}:{method}:{local_day(at)}",
        at=at,
    )
    return message is not None
