"""Officers work through the lists of the day; each act can be undone."""

from datetime import datetime, timedelta

from django.db import transaction

from kit.text import canonical_email
from members.models import CallNote, Email, Person
from outbox.models import Suppression
from outbox.queries import local_day

# Done: as long as a month; put off: a week.
AGAIN = {CallNote.Outcome.DONE: 30, CallNote.Outcome.LATER: 7}


def settle(*, person: Person, reason: str, outcome: str, by: Person | None, at: datetime) -> None:
    """This person leaves the list for a month (done) or a week (later). Writes CallNote."""
    again_on = local_day(at) + timedelta(days=AGAIN[CallNote.Outcome(outcome)])
    note = {"outcome": outcome, "again_on": again_on, "owner": None}
    _write(person, reason, note, by, at)


def hand_over(
    *, person: Person, reason: str, owner: Person, by: Person | None, at: datetime
) -> None:
    """`owner` looks after this person, who stays on the list under that name. Writes CallNote."""
    _write(person, reason, {"outcome": "handed", "again_on": None, "owner": owner}, by, at)


def reopen(*, person: Person, reason: str) -> bool:
    """Undo: the person stands on the list again. Writes CallNote."""
    gone, _tables = CallNote.objects.filter(person=person, reason=reason).delete()
    return bool(gone)


@transaction.atomic
def address_works(*, email: Email, by: Person | None, at: datetime) -> None:
    """Letters go to this address again. Writes Email, takes its bounces out of Suppression."""
    Email.objects.filter(pk=email.pk).update(bounced_at=None)
    bounced = Suppression.objects.filter(address=canonical_email(email.address))
    bounced.filter(reason=Suppression.Reason.BOUNCE).delete()


def _write(person: Person, reason: str, note: dict, by: Person | None, at: datetime) -> None:
    CallNote.objects.update_or_create(
        person=person, reason=reason, defaults={**note, "noted_at": at, "noted_by": by}
    )
