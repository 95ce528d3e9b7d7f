"""A member says what they are open to, and takes it back."""

from datetime import datetime, timedelta

from kit.queries import value
from kit.text import clean
from members.models import Person
from network.models import Signal
from network.rules.openings import SIGNAL_DAYS
from outbox.queries import local_day


def say(*, person: Person, kind: str, audience: str, at: datetime, words: str = "") -> Signal:
    """Say it, or say it anew; it is good for sixty days from now. Writes Signal."""
    values = {
        "audience": audience, "words": clean(words)[:200], "made_at": at,
        "ends_on": local_day(at) + timedelta(days=value(SIGNAL_DAYS)),
    }  # fmt: skip
    return Signal.objects.update_or_create(person=person, kind=kind, defaults=values)[0]


def take_back(*, person: Person, kind: str) -> None:
    """No longer. Deletes Signal."""
    Signal.objects.filter(person=person, kind=kind).delete()


def forget(*, at: datetime) -> int:
    """Delete what has run out; gives how many."""
    return Signal.objects.filter(ends_on__lt=local_day(at)).delete()[0]
