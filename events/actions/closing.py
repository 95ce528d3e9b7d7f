"""A meeting's attendance is open until an officer closes it; reopening is possible and recorded."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events.actions.attendance import State, locked, refuse_settled
from events.actions.refusals import Refused
from events.models import Attendance, Meeting
from events.queries.credits import untimed
from events.queries.door import not_seen
from events.rules.door import LATE_PROMOTION, was_late_promotion
from kit.queries import value
from members.models import Person


class NotBegun(Refused):
    """A meeting is closed after it has begun."""

    def __str__(self) -> str:
        return _("This meeting has not begun yet.")


@dataclass(frozen=True)
class Closing:
    """How many of those who had said yes are recorded as absent and as excused."""

    absent: int = 0
    excused: int = 0
    changed: bool = True


@transaction.atomic
def close(
    *,
    meeting: Meeting,
    by: Person | None,
    at: datetime,
    excused: Collection[int] = (),
    stayed: bool = False,
) -> Closing:
    """Settle who was there: of those going and not seen, `excused` (person ids) are excused, the
    others absent. Who got the seat only within a day of the start is excused, never a no-show.

    `stayed` says that whoever has no leaving time was there to the end.

    Closed already: unchanged. Raises NotBegun, DoorClosed. Writes Attendance and Meeting.
    """
    current = locked(meeting)
    if current.state == Meeting.State.CLOSED:
        return Closing(changed=False)
    refuse_settled(current)
    if at < current.starts_at:
        raise NotBegun
    hours = value(LATE_PROMOTION)
    rows = []
    for answer in not_seen(current):
        spared = was_late_promotion(answer.promoted_at, current.starts_at, hours)
        away = State.EXCUSED if spared or answer.person_id in excused else State.ABSENT
        rows.append(_away(current, answer.person_id, answer.mode, away, by, at))
    Attendance.objects.bulk_create(rows, batch_size=1000)
    if stayed:
        to_the_end = untimed(current).filter(arrived_at__lte=current.ends_at)
        to_the_end.update(left_at=current.ends_at)
    _set_state(current, meeting, Meeting.State.CLOSED, at)
    absent = sum(row.state == State.ABSENT for row in rows)
    return Closing(absent, len(rows) - absent)


@transaction.atomic
def reopen(*, meeting: Meeting, by: Person | None, at: datetime) -> bool:
    """Open a closed meeting again: what the closing wrote is undone, what the door wrote stays.

    False where it is not closed. Writes Attendance and Meeting.
    """
    current = locked(meeting)
    if current.state != Meeting.State.CLOSED:
        return False
    current.attendances.filter(method=Attendance.Method.CLOSING, voided_at__isnull=True).update(
        voided_at=at, voided_by=by
    )
    current.published_at = current.published_at or at
    _set_state(current, meeting, Meeting.State.PUBLISHED, None)
    return True


def _away(
    meeting: Meeting, person_id: int, mode: str, state: str, by: Person | None, at: datetime
) -> Attendance:
    return Attendance(
        meeting=meeting,
        person_id=person_id,
        mode=mode,
        state=state,
        method=Attendance.Method.CLOSING,
        recorded_by=by,
        recorded_at=at,
    )


def _set_state(current: Meeting, meeting: Meeting, state: str, closed_at: datetime | None) -> None:
    current.state, current.closed_at = state, closed_at
    current.save(update_fields=["state", "closed_at", "published_at"])
    meeting.state, meeting.closed_at = state, closed_at
    meeting.published_at = current.published_at
