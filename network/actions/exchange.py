"""A member says what they look for and what they can offer, for some weeks."""

from datetime import datetime, timedelta

from django.db import transaction

from kit.queries import value
from kit.text import clean
from members.models import Person
from network.models import Exchange
from network.rules.exchange import EXCHANGE_DAYS
from outbox.queries import local_day


@transaction.atomic
def say(*, person: Person, seeks: str, offers: str, at: datetime) -> Exchange | None:
    """Write both down anew; both empty takes them back. Writes or deletes Exchange."""
    seeks, offers = clean(seeks)[:300], clean(offers)[:300]
    if not (seeks or offers):
        Exchange.objects.filter(person=person).delete()
        return None
    ends_on = local_day(at) + timedelta(days=value(EXCHANGE_DAYS))
    row, _new = Exchange.objects.update_or_create(
        person=person, defaults={"seeks": seeks, "offers": offers, "ends_on": ends_on}
    )
    return row


def forget(*, at: datetime) -> int:
    """Delete what has run out; gives how many."""
    return Exchange.objects.filter(ends_on__lt=local_day(at)).delete()[0]
