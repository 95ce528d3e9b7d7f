"""Series, meetings, talks and speakers, seats, answers and attendance."""

from events.models.answers import Attendance, Mode, Rsvp, Seating
from events.models.door import DoorEntry, SheetLine
from events.models.duties import Duty, DutyAsk, DutySignup, SeriesDuty
from events.models.guests import GuestAsk
from events.models.meetings import Meeting, Series, Speaking, Talk, Venue

__all__ = [
    "Attendance",
    "DoorEntry",
    "Duty",
    "DutyAsk",
    "DutySignup",
    "GuestAsk",
    "Meeting",
    "Mode",
    "Rsvp",
    "Seating",
    "Series",
    "SeriesDuty",
    "SheetLine",
    "Speaking",
    "Talk",
    "Venue",
]
