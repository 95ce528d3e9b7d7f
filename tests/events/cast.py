"""Who works at the door, and a meeting on the evening it takes place."""

from datetime import datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from events.models import Attendance, Meeting
from members.models import Person
from roles.actions import groups, terms
from roles.models import Role, Seat
from tests.events.scenes import NOON, a_login, a_meeting, a_person

HTMX = {"HTTP_HX_REQUEST": "true"}


def tonight(**fields) -> Meeting:
    """A published meeting at 19:00 of NOON's day in Berlin."""
    return a_meeting(0, **fields)


def evening(minutes: int = 0) -> datetime:
    """So many minutes after the start of tonight's meeting."""
    return NOON.replace(hour=17) + timedelta(minutes=minutes)


def an_officer(name: str, *group_names: str) -> Person:
    """Somebody whose seat grants these groups."""
    person = a_person(name)
    a_login(person, f"{person.uid.hex}@example.org")
    role = Role.objects.create(title=f"Role of {name}", body=Role.Body.COMMITTEE)
    named = groups.ensure()
    role.groups.set([named[group] for group in group_names])
    seat = Seat.objects.get_or_create(role=role, number=1)[0]
    period = DateRange((NOON - timedelta(days=30)).date(), (NOON + timedelta(days=300)).date())
    terms.appoint(
        seat=seat, person=person, period=period, kind="appointed", by=None, at=NOON, via="setup"
    )
    return person


def browser(person: Person | None = None) -> Client:
    """A browser, signed in as that person's log-in."""
    client = Client()
    if person is not None:
        client.force_login(person.user, backend="members.backends.LogInBackend")
    return client


def here(meeting: Meeting) -> list[tuple[str, str, str]]:
    """Name, state and method of what holds now, in the order it was written."""
    rows = Attendance.objects.filter(meeting=meeting, voided_at__isnull=True).order_by("id")
    return list(rows.values_list("person__name", "state", "method"))
