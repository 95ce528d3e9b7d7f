"""History is kept, people not for ever: long gone, they are told, then reduced to numbers."""

import logging
from datetime import date, datetime, timedelta

from django.db import transaction

from members.actions import erasures
from members.models import ErasedPerson, Person, Retention
from members.personal import Refused
from members.queries.addresses import address_for
from members.queries.retention import due, over
from outbox.actions import letters
from outbox.queries import is_quiet

NOTICE = timedelta(days=30)
# So many in one run: the rest come with the next.
BATCH = 200
log = logging.getLogger(__name__)


def tell(*, today: date, at: datetime) -> int:
    """Tell those whose term ends in thirty days; gives how many. Nobody while letters are held.

    Who has no address is written down all the same. Writes Retention and letters.
    """
    if is_quiet():
        return 0
    known = Retention.objects.filter(kept_on__isnull=True).values("person")
    people = over(today + NOTICE).exclude(pk__in=known).order_by("pk")[:BATCH]
    for person in people:
        _tell(person, today, at)
    return len(people)


def reduce(*, today: date, at: datetime) -> int:
    """Erase those who were told thirty days ago and are still unseen; gives how many.

    Who was seen since is let off; who cannot be erased now is tried with the next run.
    """
    done, rows = 0, list(due(today).select_related("person")[:BATCH])
    unseen = set(over(today).filter(retention__in=rows).values_list("pk", flat=True))
    for row in rows:
        if row.person_id not in unseen:
            row.delete()
            continue
        try:
            via = ErasedPerson.Via.RETENTION
            done += erasures.erase(person=row.person, via=via, by=None, at=at)
        except Refused as reason:
            log.warning("Person %s is not erased yet: %s", row.person_id, reason)
    return done


@transaction.atomic
def keep(*, person: Person, by: Person | None, today: date) -> bool:
    """This person stays on file for another term; False where nothing was to end."""
    row = Retention.objects.select_for_update().filter(person=person, kept_on=None).first()
    if row is None:
        return False
    row.kept_on, row.kept_by = today, by
    row.save(update_fields=["kept_on", "kept_by"])
    return True


@transaction.atomic
def _tell(person: Person, today: date, at: datetime) -> None:
    days = {"told_on": today, "due_on": today + NOTICE, "kept_on": None, "kept_by": None}
    row, _new = Retention.objects.update_or_create(person=person, defaults=days)
    to = address_for(person)
    if to:
        letters.post(
            kind="person.retention", to=to, at=at, about={"person": person.pk},
            dedupe_key=f"retention:{row.pk}:{today:%Y-%m-%d}",
        )  # fmt: skip
