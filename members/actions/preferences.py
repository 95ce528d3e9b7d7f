"""Which letters a person wants, kept as suppressions of their addresses."""

from datetime import datetime

from django.db import transaction

from members.actions import notices
from members.models import Email, Person
from outbox.actions import suppressions
from outbox.rules import CATEGORIES


@transaction.atomic
def choose(*, person: Person, wanted: set[str], by: Person | None, at: datetime) -> None:
    """Switch each category of letters on or off for all addresses of the person.

    Writes suppressions; switching off membership letters withdraws those that wait.
    """
    addresses = list(Email.objects.filter(person=person).values_list("address", flat=True))
    for address in addresses:
        for category in CATEGORIES:
            if category in wanted:
                suppressions.opt_in(address=address, category=category, at=at)
        for category in CATEGORIES.keys() - wanted:
            suppressions.opt_out(address=address, category=category, at=at)
    if "membership" not in wanted:
        notices.stop(person=person, reason="opted out", at=at)
