"""Free seats go to those who wait, in the transaction that freed them."""

from datetime import datetime

from events.actions import seats
from events.actions.rows import tell
from events.models import Meeting
from events.rules import Seats


def promote(meeting_id: int, starts_at: datetime, locked: Seats, *, at: datetime) -> int:
    """Move waiting parties into free seats of a locked Seating row and tell them; how many."""
    if at >= starts_at:
        return 0
    kind, ids = seats.move_up(meeting_id=meeting_id, starts_at=starts_at, seats=locked, at=at)
    if ids:
        tell(kind, ids, at=at, valid_until=starts_at)
    return len(ids)


def fill(meeting_id: int, modes: list[str], *, at: datetime) -> int:
    """Move waiting parties into free seats of a published meeting; how many parties.

    Call it inside a transaction. Locks the Seating rows.
    """
    locked = seats.lock(meeting_id, modes)
    meeting = Meeting.objects.get(pk=meeting_id)
    if meeting.state != Meeting.State.PUBLISHED:
        return 0
    return sum(promote(meeting_id, meeting.starts_at, row, at=at) for row in locked.values())
