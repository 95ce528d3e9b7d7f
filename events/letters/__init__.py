"""What is said about meetings and answers: one composer per kind of letter."""

from events.letters import after_meeting, digests, door, duties, guests, reports, speakers, year
from events.letters.answers import confirmation, offer, promotion
from events.letters.meetings import cancelled, invitation, moved, reminder

__all__ = [
    "after_meeting",
    "cancelled",
    "confirmation",
    "digests",
    "door",
    "duties",
    "guests",
    "invitation",
    "moved",
    "offer",
    "promotion",
    "reminder",
    "reports",
    "speakers",
    "year",
]
