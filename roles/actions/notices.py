"""Announces that terms end."""

from datetime import date, datetime

from django.db import transaction

from outbox.actions import letters
from outbox.queries import zone
from roles import rules
from roles.queries import endings


@transaction.atomic
def announce(*, today: date, at: datetime) -> int:
    """Queue the latest notice of every term that ends within 180 days and has no successor.

    One letter per term, stage and reader (the holder, the board): a second run adds nothing, and
    after days without a run only the newest stage goes out. Returns how many letters were queued.
    """
    where = zone()
    start = max(at, rules.letter_time(today, where))
    queued = 0
    for term, stage in endings.ending(today):
        over = rules.letter_time(rules.stage_over(term.period.upper, stage), where)
        rows = [
            endings.letters_to_holder(term, stage),
            endings.letters_to_board(term, stage, today),
        ]
        for some in rows:
            queued += letters.post_many(
                kind="term.ending",
                rows=some,
                at=at,
                not_before=start,
                valid_until=over,
                always=True,
            )
    return queued
