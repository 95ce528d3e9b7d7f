"""The web door with the guard of the seats taken out: counts first, writes afterwards.

Only the twin of the last-seat test serves it, over a scratch database without the constraint.
"""

from collections.abc import Sequence

from django.db.models import F

from association.wsgi import application
from events.actions import seats
from events.models import Rsvp, Seating
from events.rules import Ask, Seats


def careless_take(meeting_id: int, asks: Sequence[Ask]) -> dict[str, Seats]:
    """Looks whether there is room, and writes as if nobody else had looked at the same time."""
    found = {}
    for ask in asks:
        row = Seating.objects.get(meeting_id=meeting_id, mode=ask.mode)
        held = Rsvp.objects.filter(meeting_id=meeting_id, mode=ask.mode, state__in=Rsvp.SEATED)
        fits = row.capacity is None or held.count() + ask.want <= row.capacity
        Seating.objects.filter(pk=row.pk).update(
            taken=F("taken") + (ask.want if fits else 0),
            last_wait=F("last_wait") + (0 if fits else 1),
        )
        row.refresh_from_db()
        found[row.mode] = Seats(row.pk, row.mode, row.capacity, row.taken, row.last_wait, fits)
    return found


seats.take = careless_take

__all__ = ["application"]
