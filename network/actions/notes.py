"""A member's own notes about others: "we spoke", how often, later, never."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Person
from network.models import Cadence, Touch
from outbox.queries import local_day

MOST_NOTE = 2000


class NotPossible(Exception):
    """A note that cannot be; its text says why."""


@transaction.atomic
def spoke(
    *, writer: Person, person: Person, channel: str, on: date, at: datetime, note: str = ""
) -> Touch:
    """Remember one contact; the same way on the same day is one contact, its note the newest.

    Raises NotPossible for a day to come or for oneself. Writes Touch; ends a pause.
    """
    if writer.pk == person.pk:
        raise NotPossible(_("Notes are about others."))
    if on > local_day(at):
        raise NotPossible(_("Choose a day that has been."))
    row, _new = Touch.objects.update_or_create(
        writer=writer, person=person, channel=channel, on=on,
        defaults={"note": note.strip()[:MOST_NOTE]} if note.strip() else {},
        create_defaults={"note": note.strip()[:MOST_NOTE], "made_at": at},
    )  # fmt: skip
    Cadence.objects.filter(writer=writer, person=person).update(snoozed_until=None)
    return row


def take_back(*, writer: Person, touch_id: int) -> bool:
    """Forget one contact that the writer noted; False where there is none of theirs."""
    return bool(Touch.objects.filter(writer=writer, pk=touch_id).delete()[0])


def rhythm(*, writer: Person, person: Person, days: int | None = None, never: bool = False) -> None:
    """How often the writer wants to be reminded of the person; all empty means as usual, and
    ends a pause. Writes or deletes Cadence."""
    if days is None and not never:
        Cadence.objects.filter(writer=writer, person=person).delete()
        return
    Cadence.objects.update_or_create(
        writer=writer, person=person,
        defaults={"days": days, "never": never, "snoozed_until": None},
    )  # fmt: skip


def pause(*, writer: Person, person: Person, until: date) -> None:
    """No reminder of the person before that day; the rhythm stays as it is. Writes Cadence."""
    Cadence.objects.update_or_create(
        writer=writer, person=person, defaults={"snoozed_until": until}
    )
