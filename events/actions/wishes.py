"""Dietary and access needs: told with an answer, deleted soon after the meeting."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from events.actions.refusals import NotPossible
from events.models import Meeting, Needs, Rsvp
from events.queries.answers import ACTIVE
from events.rules.wishes import NEEDS_DAYS
from kit.queries import value
from kit.text import clean
from members.models import Person

LONGEST = 300


def tell(
    *,
    meeting: Meeting,
    person: Person,
    diet: str,
    access: str,
    by: Person | None,
    at: datetime,
    open_to_work: bool = False,
) -> bool:
    """Note what the organizers are to know; nothing told takes it back. True = noted.

    Raises NotPossible for who has no place at the meeting, or once it is over. Writes Needs.
    """
    row = Rsvp.objects.filter(meeting=meeting, person=person, state__in=ACTIVE).first()
    if row is None or at >= meeting.ends_at:
        raise NotPossible(_("Say first that you will come, then tell us what you need."))
    told = {
        "diet": clean(diet)[:LONGEST], "access": clean(access)[:LONGEST],
        "open_to_work": open_to_work,
    }  # fmt: skip
    if not any(told.values()):
        Needs.objects.filter(rsvp=row).delete()
        return False
    Needs.objects.update_or_create(rsvp=row, defaults=told | {"told_at": at})
    return True


def forget(*, at: datetime) -> int:
    """Delete the needs of meetings that ended long enough ago; how many. Writes Needs."""
    limit = at - timedelta(days=int(value(NEEDS_DAYS)))
    return Needs.objects.filter(rsvp__meeting__ends_at__lte=limit).delete()[0]
