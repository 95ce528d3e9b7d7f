"""The number of seats, and offers that ran out."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from events.actions import seats
from events.actions.promotion import fill, promote
from events.actions.refusals import CapacityTooSmall, ModeNotOffered
from events.actions.rows import tell
from events.models import Meeting, Mode, Rsvp, Seating
from events.queries.guests import not_proven
from events.rules import Ask, Seats
from members.models import Person

State = Rsvp.State


@transaction.atomic
def set_capacity(
    *, meeting: Meeting, mode: str, capacity: int | None, by: Person | None, at: datetime
) -> bool:
    """Set the seats of one mode (None = no limit); True if that changed anything.

    More seats move waiting parties up in the same transaction. A mode that was not offered is
    from now on. Raises CapacityTooSmall naming the minimum, ModeNotOffered for an unknown mode.
    Writes Seating, Rsvp, and the letters `rsvp.promotion` or `rsvp.offer`.
    """
    if mode not in Mode.values:
        raise ModeNotOffered
    _row, created = Seating.objects.get_or_create(
        meeting=meeting, mode=mode, defaults={"capacity": capacity}
    )
    before = seats.lock(meeting.pk, [mode])[mode]
    if capacity is not None and capacity < before.taken:
        raise CapacityTooSmall(before.taken)
    if capacity == before.capacity:
        return created
    Seating.objects.filter(pk=before.id).update(capacity=capacity)
    fill(meeting.pk, [mode], at=at)
    return True


def sweep_offers(*, at: datetime) -> int:
    """Take back every offer that ran out by `at` and hand the seats on; how many parties lost one.

    The party is told and may answer again. A yes that came before this sweep has won already.
    """
    overdue = _overdue(at).values_list("meeting_id", flat=True)
    return sum(_take_back(meeting_id, at) for meeting_id in sorted(set(overdue)))


@transaction.atomic
def _take_back(meeting_id: int, at: datetime) -> int:
    seats.lock(meeting_id, list(Mode.values))
    rows = list(_overdue(at).filter(meeting_id=meeting_id).order_by("id"))
    asks = [Ask(mode, release=sum(row.mode == mode for row in rows)) for mode in Mode.values]
    freed: dict[str, Seats] = seats.take(meeting_id, asks)
    Rsvp.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=State.CANCELLED,
        offered_until=None,
        answered_at=at,
        answered_by=None,
        via="offer ran out",
        revision=F("revision") + 1,
    )
    meeting = Meeting.objects.get(pk=meeting_id)
    strangers = set(_overdue_strangers(rows))
    heads = [row.pk for row in rows if row.host_id is None and row.pk not in strangers]
    tell("rsvp.confirmation", heads, at=at, valid_until=meeting.starts_at)
    if meeting.state == Meeting.State.PUBLISHED:
        for locked in freed.values():
            promote(meeting_id, meeting.starts_at, locked, at=at)
    return len(heads)


def _overdue_strangers(rows: list[Rsvp]) -> QuerySet:
    """Those who never proved an address: there is nobody to tell."""
    mine = Rsvp.objects.filter(not_proven(), pk__in=[row.pk for row in rows])
    return mine.values_list("pk", flat=True)


def _overdue(at: datetime) -> QuerySet[Rsvp]:
    return Rsvp.objects.filter(
        state=State.OFFERED, offered_until__lte=at, meeting__state=Meeting.State.PUBLISHED
    )
