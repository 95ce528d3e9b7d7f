"""Speakers who would step in at short notice."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events.actions.refusals import NotPossible
from events.models import Backup
from kit.text import clean
from members.models import Person


@transaction.atomic
def add(*, person: Person, topic: str, by: Person | None, at: datetime) -> Backup:
    """Put somebody on the list; the same again changes nothing. Raises NotPossible without a
    topic. Writes Backup."""
    topic = clean(topic)[:200]
    if not topic:
        raise NotPossible(_("Please write what they could speak about."))
    now = {"added_at": at, "added_by": by}
    return Backup.objects.get_or_create(person=person, topic=topic, removed_at=None, defaults=now)[
        0
    ]


def remove(*, backup: Backup, by: Person | None, at: datetime) -> bool:
    """Take them off the list; history keeps it. Writes Backup."""
    return bool(Backup.objects.filter(pk=backup.pk, removed_at=None).update(removed_at=at))
