"""A private calendar: made when it is first wanted, ended by a new key."""

from datetime import datetime
from uuid import uuid4

from events.models import CalendarFeed
from members.models import Person


def make(*, person: Person, by: Person | None, at: datetime) -> CalendarFeed:
    """The person's private calendar with a new key: an address given out before is dead.

    Changes CalendarFeed.
    """
    values = {"key": uuid4(), "made_at": at}
    return CalendarFeed.objects.update_or_create(person=person, defaults=values)[0]


def end(*, person: Person, by: Person | None, at: datetime) -> bool:
    """Nobody reads it any more; False where there was none. Changes CalendarFeed."""
    return bool(CalendarFeed.objects.filter(person=person).delete()[0])
