"""Series, meetings, talks and speakers, seats, answers and attendance."""

from events.models.answers import Attendance, Mode, Rsvp, Seating
from events.models.duties import Duty, DutyAsk, DutySignup, SeriesDuty
from events.models.guests import GuestAsk
from events.models.meetings import Meeting, Series, Speaking, Talk, Venue
from events.models.programme import Backup, Occurrence, TopicIdea, TopicSecond
from events.models.speakers import SpeakerAsk, SpeakerConsent, SpeakerFile

__all__ = [
    "Attendance",
    "Backup",
    "Duty",
    "DutyAsk",
    "DutySignup",
    "GuestAsk",
    "Meeting",
    "Mode",
    "Occurrence",
    "Rsvp",
    "Seating",
    "Series",
    "SeriesDuty",
    "SpeakerAsk",
    "SpeakerConsent",
    "SpeakerFile",
    "Speaking",
    "Talk",
    "TopicIdea",
    "TopicSecond",
    "Venue",
]
