"""The letter after a meeting: whom did you meet, or: we missed you."""

from datetime import datetime, timedelta

from events.queries.afterwards import after_rows, over
from events.rules.ladder import AFTER_HOURS, AFTER_LASTS
from kit.queries import value
from outbox.actions import letters


def queue_due(*, at: datetime) -> int:
    """One letter a person for each meeting that ended lately and whose door was kept.

    A second run adds nothing. Writes the outbox. Gives how many were new.
    """
    hours = int(value(AFTER_HOURS))
    return sum(
        letters.post_many(
            kind="meeting.after",
            rows=after_rows(meeting),
            at=at,
            valid_until=meeting.ends_at + timedelta(hours=hours) + AFTER_LASTS,
        )
        for meeting in over(at, hours)
    )
