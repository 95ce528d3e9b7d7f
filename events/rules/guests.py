"""When a stranger may ask to come, and what a guest is worth."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from events.models import Meeting
from events.rules.answers import closes_at
from kit.rules import knob

UNPROVEN_SEATS = knob(
    "events.unproven_seats",
    5,
    _("Seats of one meeting that strangers may hold at once before they have proven the address"),
)
VISITS = knob("events.visits_before_asking", 2, _("Visits after which a guest is asked to join"))
# Older visits belong to another story.
ASK_WITHIN_DAYS = 30
# What was typed and never proven is dropped so long after the meeting.
FORGET_DAYS = 7
VIA = "guest form"


def takes_guests(meeting: Meeting, at: datetime) -> bool:
    """Whether strangers may ask to come: announced to everybody, with guests, still open."""
    return (
        meeting.state == Meeting.State.PUBLISHED
        and meeting.visibility == Meeting.Visible.PUBLIC
        and meeting.guest_limit > 0
        and at < closes_at(meeting.starts_at, meeting.answers_until)
    )
