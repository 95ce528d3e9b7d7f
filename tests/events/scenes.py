"""Meetings and people in a few lines; characters are named by their role."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from events.actions import meetings, rsvp
from events.models import Meeting, Rsvp, Seating, Series, Venue
from members.models import Person
from outbox.models import Letterhead, Message
from tests.members.factories import a_login, a_member, a_person

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
NUMBERS = count(1)

__all__ = ["NOON", "Person", "a_login", "a_member", "a_person"]


def a_letterhead(**fields) -> Letterhead:
    """An association in Berlin whose letters are released."""
    values = {
        "name": "The Circle", "timezone": "Europe/Berlin", "sender": "circle@example.org",
        "signer_name": "The office", "reply_to": "office@example.org",
        "founded_at": NOON - timedelta(days=400), "released_at": NOON - timedelta(days=300),
    }  # fmt: skip
    return Letterhead.objects.create(**values | fields)


def a_series(**fields) -> Series:
    """Second Tuesday of the month, 19:00 in Berlin."""
    number = next(NUMBERS)
    values = {
        "name": f"Evening {number}", "slug": f"evening-{number}", "timezone": "Europe/Berlin",
        "rule": "FREQ=MONTHLY;BYDAY=2TU", "local_time": time(19),
    }  # fmt: skip
    return Series.objects.create(**values | fields)


def a_venue(**fields) -> Venue:
    """A room."""
    return Venue.objects.create(**{"name": f"Room {next(NUMBERS)}", "city": "Berlin"} | fields)


def a_draft(days: int = 10, *, capacity: int | None = None, **fields) -> Meeting:
    """A draft so many days after NOON, 19:00 in Berlin."""
    series = fields.pop("series", None) or a_series(capacity=capacity)
    start = NOON.replace(hour=19, tzinfo=None) + timedelta(days=days)
    values = {"topic": "Bridges"} | fields
    return meetings.create(series=series, starts_local=start, by=None, at=NOON, fields=values)


def a_meeting(days: int = 10, *, capacity: int | None = None, **fields) -> Meeting:
    """A published meeting so many days after NOON."""
    meeting = a_draft(days, capacity=capacity, **fields)
    meetings.publish(meeting=meeting, by=None, at=NOON)
    return meeting


def members(number: int) -> list[Person]:
    """That many members, each with an address."""
    found = []
    for _ in range(number):
        key = next(NUMBERS)
        found.append(a_member(f"Member Nr{key}", f"m{key}@example.org", start=date(2026, 1, 1)))
    return found


def say(meeting: Meeting, person: Person, answer: str = "going", *guests: str, **more):
    """An answer at NOON unless `at` says otherwise."""
    values = {"by": person, "at": NOON, "guests": guests} | more
    return rsvp.answer(meeting=meeting, person=person, answer=answer, **values)


def states(meeting: Meeting) -> list[tuple[str, str, int | None]]:
    """Name, state and waiting number of every answer, in the order they were made."""
    rows = Rsvp.objects.filter(meeting=meeting).order_by("id")
    return list(rows.values_list("person__name", "state", "wait_number"))


def taken(meeting: Meeting, mode: str = "in_person") -> int:
    """The counter of seats."""
    return Seating.objects.get(meeting=meeting, mode=mode).taken


def letters(kind: str) -> list[Message]:
    """Letters of a kind, oldest first."""
    return list(Message.objects.filter(kind=kind).order_by("id"))
