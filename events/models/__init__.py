"""Series, meetings, talks and speakers, seats, answers and attendance."""

from events.models.after import Feedback, Met
from events.models.answers import Attendance, Mode, Rsvp, Seating
from events.models.credits import CreditKind
from events.models.door import DoorEntry, SheetLine
from events.models.duties import Duty, DutyAsk, DutySignup, SeriesDuty
from events.models.feeds import CalendarFeed
from events.models.guests import GuestAsk
from events.models.ladders import SeriesLetters
from events.models.meetings import Meeting, Series, Speaking, Talk, Venue
from events.models.papers import Link, Paper
from events.models.prices import Price, SeatPayment
from events.models.programme import Backup, Occurrence, TopicIdea, TopicSecond
from events.models.reports import ReportReader, SavedReport
from events.models.speakers import SpeakerAsk, SpeakerConsent, SpeakerFile
from events.models.wishes import Needs

__all__ = [
    "Attendance",
    "Backup",
    "CalendarFeed",
    "CreditKind",
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
    "Needs",
    "Occurrence",
    "Paper",
    "Price",
    "ReportReader",
    "Rsvp",
    "SavedReport",
    "SeatPayment",
    "Seating",
    "Series",
    "SeriesDuty",
    "SeriesLetters",
    "SheetLine",
    "SpeakerAsk",
    "SpeakerConsent",
    "SpeakerFile",
    "Speaking",
    "Talk",
    "TopicIdea",
    "TopicSecond",
    "Venue",
]
