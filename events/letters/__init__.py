"""What is said about meetings and answers: one composer per kind of letter."""

from events.letters import duties, guests, speakers, year
from events.letters.answers import confirmation, offer, promotion
from events.letters.meetings import cancelled, invitation, moved, reminder

__all__ = [
    "cancelled",
    "confirmation",
    "duties",
    "guests",
    "invitation",
    "moved",
    "offer",
    "promotion",
    "reminder",
<<<<<<< HEAD
    "year",
=======
    "speakers",
>>>>>>> 47cb511 (events: A year is planned on one board, and a speaker answers by one link)
]
