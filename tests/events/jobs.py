"""Jobs at meetings in a few lines."""

from datetime import datetime

from events.actions import attendance, duties
from events.models import Duty, DutySignup, Meeting
from members.models import Person
from roles.models import Role
from tests.events.scenes import NOON, a_meeting


def a_role(title: str = "Greeter", **fields) -> Role:
    """A job of the catalogue, taken meeting by meeting."""
    values = {"body": Role.Body.STANDING, "size": Role.Size.QUICK, "checklist": "Smile\nPoint"}
    return Role.objects.create(title=title, **values | fields)


def a_duty(role: Role, meeting: Meeting, wanted: int = 1) -> Duty:
    """So many hands wanted for the job at that meeting."""
    return duties.plan(meeting=meeting, role=role, wanted=wanted, by=None, at=NOON)


def take(duty: Duty, person: Person, at: datetime = NOON) -> DutySignup:
    """The person takes the job."""
    return duties.take(duty=duty, person=person, by=person, at=at)


def a_doer(role: Role, person: Person, days: int = -7) -> Person:
    """The person did that job at a meeting so many days from NOON."""
    meeting = a_meeting(40, topic=f"Past {person.pk}")
    signup = take(a_duty(role, meeting), person)
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=NOON.replace(day=NOON.day + days, hour=17),
        ends_at=NOON.replace(day=NOON.day + days, hour=19),
    )
    signup.duty.meeting.refresh_from_db()
    attendance.check_in(
        meeting=signup.duty.meeting, person=person, by=None,
        at=NOON.replace(day=NOON.day + days, hour=17),
    )  # fmt: skip
    return person
