"""Letters about a meeting as a whole: moved, cancelled; and letters that lost their point."""

from datetime import datetime

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat, JSONObject
from django.utils.translation import gettext as _

from events.models import Meeting, Rsvp
from events.queries.answers import ACTIVE
from events.queries.guests import not_proven
from members.queries import letter_address
from outbox.actions import letters

BEFORE = ("meeting.invitation", "meeting.reminder", "meeting.moved", "rsvp.promotion", "rsvp.offer")


def moved(meeting: Meeting, *, at: datetime, other_day: bool, only_place: bool = False) -> int:
    """Tell everyone with a place; letters of an earlier move, and of another day, are withdrawn.

    Where a letter about another time had not left, the new one speaks of the time as well.
    """
    reason, this = _("The meeting was moved."), {"meeting": meeting.pk}
    for kind in ("meeting.invitation", "meeting.reminder") if other_day else ():
        letters.withdraw(kind=kind, about=this, reason=reason)
    letters.withdraw(kind="meeting.moved", about=this | {"only": "place"}, reason=reason)
    untold = letters.withdraw(kind="meeting.moved", about=this, reason=reason)
    only = "place" if only_place and not untold else ""
    return letters.post_many(
        kind="meeting.moved",
        rows=_affected(meeting, "moved", only=only),
        at=at,
        valid_until=meeting.starts_at,
    )


def cancelled(meeting: Meeting, *, at: datetime) -> int:
    """Tell everyone with a place; what was still to be said is withdrawn."""
    for kind in BEFORE:
        reason = _("The meeting was cancelled.")
        letters.withdraw(kind=kind, about={"meeting": meeting.pk}, reason=reason)
    return letters.post_many(
        kind="meeting.cancelled",
        rows=_affected(meeting, "cancelled"),
        at=at,
        valid_until=meeting.ends_at,
    )


def _affected(meeting: Meeting, word: str, *, only: str = "") -> QuerySet:
    """Members with a seat, an offer or a place in the queue; guests hear it from their host."""
    return (
        Rsvp.objects.filter(~not_proven(), meeting=meeting, state__in=ACTIVE, host__isnull=True)
        .annotate(
            to_=letter_address("person__"),
            about_=JSONObject(
                person=F("person_id"),
                meeting=F("meeting_id"),
                rsvp=F("id"),
                **({"only": Value(only)} if only else {}),
            ),
            dedupe_=Concat(
                Value(f"{word}:{meeting.pk}:{meeting.sequence}:"), Cast("person_id", CharField())
            ),
        )
        .values_list("to_", "about_", "dedupe_")
    )
