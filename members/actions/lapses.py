"""Renewal letters: everything the ladder asks for today, queued by one statement."""

from datetime import date, datetime, time

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat, JSONObject

from kit.queries import value
from members.queries import falling_due, letter_address
from members.queries.ladders import ladders
from members.rules import LETTER_HOUR
from outbox.actions import letters
from outbox.queries import letterhead, zone

KIND = "membership.notice"


def announce(*, today: date, at: datetime) -> int:
    """Queue the latest notice due for each membership; a second run adds nothing.

    `today` is the association's day; letters leave from its letter hour on. Gives the number of
    letters queued. Stages that fell due before the association was released stay silent.
    """
    head, here = letterhead(), zone()
    released = head.released_at.astimezone(here).date() if head and head.released_at else None
    due = falling_due(today, ladders=ladders(), silent_until=released)
    rows = due.order_by().annotate(
        to_=letter_address("person__"),
        about_=JSONObject(person=F("person_id"), membership=F("pk"), stage=F("stage_")),
        dedupe_=Concat(
            Value("notice:"),
            Cast("pk", CharField()),
            Value(":"),
            Cast("stage_", CharField()),
            output_field=CharField(),
        ),
    )
    opens = datetime.combine(today, time(value(LETTER_HOUR)), tzinfo=here)
    return letters.post_many(
        kind=KIND,
        rows=rows.values_list("to_", "about_", "dedupe_"),
        at=at,
        not_before=max(at, opens),
        # Its day is its point: in Monday's digest it could come after the end it warns of.
        always=True,
    )
