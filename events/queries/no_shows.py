"""No-shows: told to nobody but the organizers and, kindly, the person themselves."""

from datetime import datetime, timedelta

from events.models import Attendance
from events.rules.door import NO_SHOW_DAYS, NO_SHOW_WORD
from kit.queries import values
from members.models import Person


def deserves_a_word(person: Person, at: datetime) -> bool:
    """Whether somebody has said yes and stayed away often enough, lately, to be asked kindly.

    Only a closed meeting makes a no-show, and a late promotion never does; what is older than the
    window is forgotten.
    """
    known = values(NO_SHOW_DAYS, NO_SHOW_WORD)
    if not known[NO_SHOW_WORD.key]:
        return False
    since = at - timedelta(days=known[NO_SHOW_DAYS.key])
    missed = Attendance.objects.filter(
        person=person, state=Attendance.State.ABSENT, voided_at__isnull=True,
        meeting__starts_at__gt=since, meeting__starts_at__lt=at,
    )  # fmt: skip
    return missed.count() >= known[NO_SHOW_WORD.key]
