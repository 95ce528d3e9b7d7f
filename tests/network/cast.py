"""Meetings that took place, and who was there."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from events.models import Attendance, Meeting
from members.models import Person
from network.models import Participant
from tests.events.scenes import NOON, a_member, a_series

TODAY = NOON.date()


def a_friend(name: str, **fields) -> Person:
    """A member who takes part in the network."""
    email = name.lower().replace(" ", ".") + "@example.org"
    person = a_member(name, email, start=date(2026, 1, 1), **fields)
    Participant.objects.create(person=person, told_at=NOON)
    return person


def an_evening(on: date, *present: Person, **fields) -> Meeting:
    """A closed meeting on that day at which these were."""
    starts = datetime.combine(on, time(19), ZoneInfo("Europe/Berlin"))
    number = Meeting.objects.count()
    values = {
        "series": fields.pop("series", None) or a_series(), "slug": f"evening-{on}-{number}",
        "title": "Evening", "topic": "Bridges", "starts_at": starts, "timezone": "Europe/Berlin",
        "ends_at": starts + timedelta(hours=2), "state": Meeting.State.CLOSED,
        "closed_at": starts + timedelta(days=1), "published_at": starts - timedelta(days=30),
    }  # fmt: skip
    meeting = Meeting.objects.create(**values | fields)
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting, person=person, state="present", method="name", arrived_at=starts,
            recorded_at=starts,
        )
        for person in present
    )  # fmt: skip
    return meeting
