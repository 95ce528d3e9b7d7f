"""Whether a member may be written to through their page."""

from kit.text import canonical_email
from members.models import Person, Relay
from members.queries.addresses import address_for
from outbox.models import Suppression

CATEGORY = "contact"


def takes_letters(person: Person) -> bool:
    """Whether this person has an address and has not switched such letters off."""
    if person.deceased_on is not None or person.merged_into_id is not None:
        return False
    address = canonical_email(address_for(person))
    off = Suppression.objects.filter(address=address, category__in=["", CATEGORY])
    return bool(address) and not off.exists()


def relay_of(pk: int) -> Relay | None:
    """A letter with both its people; None where it is gone."""
    return Relay.objects.select_related("sender", "recipient").filter(pk=pk).first()
