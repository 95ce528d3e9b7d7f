"""Speakers: two people of one name are told apart."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events.actions.refusals import NotPossible
from events.models import Speaking
from members.actions import people
from members.models import Person


@transaction.atomic
def split(*, person: Person, speakings: Collection[int], by: Person | None, at: datetime) -> Person:
    """Give these entries of the programme (ids) to a new person of the same name.

    What the first one has of their own (log-in, membership, answers) stays there. Raises
    NotPossible where none or all of the entries are chosen. Writes Person and Speaking.
    """
    own = Speaking.objects.select_for_update(no_key=True).filter(person=person)
    moving = [row.pk for row in own if row.pk in set(speakings)]
    if not moving:
        raise NotPossible(_("Choose the talks that somebody else of this name gave."))
    if len(moving) == len(own):
        raise NotPossible(_("At least one talk stays with this person: leave one out."))
    other = people.create(name=person.name, by=by, at=at)
    Speaking.objects.filter(pk__in=moving).update(person=other)
    return other
