"""The weekly digest: one letter in place of those that would have been too many."""

from datetime import datetime, timedelta

from events.queries.digests import digest_rows, due_on
from events.rules.ladder import DIGEST_WEEKDAY
from kit.queries import value
from outbox.actions import letters
from outbox.queries import local_day


def queue_due(*, at: datetime) -> int:
    """Queue this week's digest from 09:00 of its day on, once a person; how many were new.

    The day is in the association's zone. Writes the outbox.
    """
    today = local_day(at)
    day = today - timedelta(days=(today.isoweekday() - int(value(DIGEST_WEEKDAY))) % 7)
    due = due_on(day)
    if at < due:
        return 0
    return letters.post_many(
        kind="digest.weekly",
        rows=digest_rows(due, day),
        at=at,
        valid_until=due + timedelta(days=6),
    )
