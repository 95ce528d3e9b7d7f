"""Series, meetings, talks and speakers, seats, answers and attendance."""

from events.models.after import Feedback, Met
from events.models.answers import Attendance, Mode, Rsvp, Seating
from events.models.door import DoorEntry, SheetLine
from events.models.duties import Duty, DutyAsk, DutySignup, SeriesDuty
from events.models.guests import GuestAsk
from events.models.meetings import Meeting, Series, Speaking, Talk, Venue
from events.models.papers import Link, Paper

__all__ = [
    "Attendance",
    "DoorEntry",
    "Duty",
    "DutyAsk",
    "DutySignup",
    "Feedback",
    "GuestAsk",
    "Link",
    "Meeting",
    "Met",
    "Mode",
    "Paper",
    "Rsvp",
    "Seating",
    "Series",
    "SeriesDuty",
    "SheetLine",
    "Speaking",
    "Talk",
    "Venue",
]
