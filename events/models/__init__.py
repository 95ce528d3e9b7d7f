"""Series, meetings, talks and speakers, seats, answers and attendance."""

from events.models.answers import Attendance, Mode, Rsvp, Seating
from events.models.duties import Duty, DutyAsk, DutySignup, SeriesDuty
from events.models.feeds import CalendarFeed
from events.models.guests import GuestAsk
from events.models.ladders import SeriesLetters
from events.models.meetings import Meeting, Series, Speaking, Talk, Venue
from events.models.prices import Price, SeatPayment
from events.models.wishes import Needs

__all__ = [
    "Attendance",
    "CalendarFeed",
    "Duty",
    "DutyAsk",
    "DutySignup",
    "GuestAsk",
    "Meeting",
    "Mode",
    "Needs",
    "Price",
    "Rsvp",
    "SeatPayment",
    "Seating",
    "Series",
    "SeriesDuty",
    "SeriesLetters",
    "Speaking",
    "Talk",
    "Venue",
]
