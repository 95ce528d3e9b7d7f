"""Invitations and reminders that are due: a range of time, the latest step only."""

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from events.models import Meeting
from events.queries.reminders import ahead, going_rows, longest, offsets, offsets_of, silent_rows
from events.rules.ladder import (
    GOING,
    INVITATION,
    Offsets,
    Stage,
    current,
    going_stages,
    silent_stages,
)
from outbox.actions import letters


def queue_due(*, at: datetime) -> dict[str, int]:
    """Queue every invitation and reminder due at that instant; new letters by kind.

    Per meeting and audience only the latest step passed goes out, as long as its time lasts; a
    second run adds nothing. One INSERT ... SELECT per step. Writes the outbox.
    """
    steps = offsets()
    queued: Counter[str] = Counter()
    for meeting in ahead(at, max(steps.invitation, steps.first, steps.last, longest())):
        for kind, count in _queue(meeting, offsets_of(meeting, steps), at):
            queued[kind] += count
    return {kind: count for kind, count in sorted(queued.items()) if count}


def _queue(meeting: Meeting, steps: Offsets, at: datetime) -> list[tuple[str, int]]:
    zone = ZoneInfo(meeting.timezone)
    silent = current(silent_stages(meeting.starts_at, zone, steps), at)
    going = current(going_stages(meeting.starts_at, steps), at)
    done = []
    if silent:
        kind = "meeting.invitation" if silent.name == INVITATION else "meeting.reminder"
        done.append((kind, _post(kind, silent_rows(meeting, silent, at), silent, at)))
    if going:
        kind = "meeting.reminder"
        done.append((kind, _post(kind, going_rows(meeting, going), going, at)))
    return done


def _post(kind: str, rows: QuerySet, stage: Stage, at: datetime) -> int:
    """Queue one step. Who said yes is always reminded once: a day before the start."""
    return letters.post_many(
        kind=kind, rows=rows, at=at, valid_until=stage.ends_at, always=stage.name == GOING
    )
