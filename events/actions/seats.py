"""The counted seats: locked, taken and given back in one statement, before answers are written."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, F

from events.models import Rsvp, Seating
from events.rules import Ask, Seats, offered_until, seatable
from events.rules.answers import INSTANT_HOURS, OFFER_HOURS
from kit.queries import values

# One statement locks the rows in id order and always writes, also where nothing fits: a reader
# who waited for the lock therefore never decides on numbers of yesterday.
# `capacity` is written too: PostgreSQL checks constraints before it sees that the row has a newer
# version, and the old capacity beside the new counter would be refused without reason.
TAKE = """
UPDATE events_seating AS seat SET
    capacity = held.capacity,
    taken = held.taken - ask.release + CASE WHEN ask.fits THEN ask.want ELSE 0 END,
    last_wait = held.last_wait + CASE WHEN ask.queue AND NOT ask.fits THEN 1 ELSE 0 END
FROM (
    SELECT id, mode, capacity, taken, last_wait FROM events_seating
    WHERE meeting_id = %(meeting)s AND mode = ANY(%(modes)s)
    ORDER BY id FOR NO KEY UPDATE
) AS held
JOIN unnest(%(modes)s::text[], %(releases)s::int[], %(wants)s::int[], %(queues)s::bool[])
    AS wish(mode, release, want, queue) ON wish.mode = held.mode
CROSS JOIN LATERAL (
    SELECT wish.release, wish.want, wish.queue,
        held.capacity IS NULL OR held.taken - wish.release + wish.want <= held.capacity AS fits
) AS ask
WHERE seat.id = held.id
RETURNING seat.id, seat.mode, seat.capacity, seat.taken, seat.last_wait, ask.fits
"""


def take(meeting_id: int, asks: Sequence[Ask]) -> dict[str, Seats]:
    """Lock and change the Seating rows of these modes; by mode, only modes that are offered."""
    with connection.cursor() as cursor:
        cursor.execute(
            TAKE,
            {
                "meeting": meeting_id,
                "modes": [str(ask.mode) for ask in asks],
                "releases": [ask.release for ask in asks],
                "wants": [ask.want for ask in asks],
                "queues": [ask.queue for ask in asks],
            },
        )
        return {row[1]: Seats(*row) for row in cursor.fetchall()}


def lock(meeting_id: int, modes: Sequence[str]) -> dict[str, Seats]:
    """Lock the Seating rows of these modes without changing a number."""
    return take(meeting_id, [Ask(mode) for mode in modes])


def move_up(
    *, meeting_id: int, starts_at: datetime, seats: Seats, at: datetime
) -> tuple[str, list]:
    """Give free seats to the lowest-numbered waiting parties that fit; the Seating row is locked.

    Changes Rsvp and Seating. Returns the letter's kind and the ids of the answers to be told.
    """
    parties = _choose(meeting_id, seats)
    if not parties:
        return "", []
    knobs = values(INSTANT_HOURS, OFFER_HOURS)
    until = offered_until(
        at,
        starts_at,
        instant_hours=int(str(knobs[INSTANT_HOURS.key])),
        offer_hours=int(str(knobs[OFFER_HOURS.key])),
    )
    rows = Rsvp.objects.filter(meeting_id=meeting_id, party__in=[key for key, _size in parties])
    waiting = rows.filter(mode=seats.mode, state=Rsvp.State.WAITLISTED)
    ids = list(waiting.filter(host__isnull=True).order_by("id").values_list("id", flat=True))
    waiting.update(
        state=Rsvp.State.OFFERED if until else Rsvp.State.GOING,
        offered_until=until,
        wait_number=None,
        promoted_at=at,
        revision=F("revision") + 1,
    )
    Seating.objects.filter(pk=seats.id).update(
        taken=F("taken") + sum(size for _key, size in parties)
    )
    return ("rsvp.offer" if until else "rsvp.promotion"), ids


def _choose(meeting_id: int, seats: Seats) -> list[tuple[UUID, int]]:
    free = seats.free
    if free is not None and free <= 0:
        return []
    queue = (
        Rsvp.objects.filter(meeting_id=meeting_id, mode=seats.mode, state=Rsvp.State.WAITLISTED)
        .values("party", "wait_number")
        .annotate(size=Count("id"))
        .order_by("wait_number")
    )
    if free is not None:
        queue = queue.filter(size__lte=free)
    return seatable(((row["party"], row["size"]) for row in queue), free)
