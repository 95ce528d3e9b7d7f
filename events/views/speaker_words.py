"""How a date is said in a list to choose from."""

from zoneinfo import ZoneInfo

from events.letters.parts import day_words
from events.models import Meeting
from kit.clock import hours


def date_label(meeting: Meeting) -> str:
    """Day, hours and place on the meeting's own clock."""
    zone = ZoneInfo(meeting.timezone)
    start, end = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    place = f", {meeting.venue.name}" if meeting.venue else ""
    return f"{day_words(start)}, {hours(start, end, with_zone=True)}{place}"
