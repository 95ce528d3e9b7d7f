"""A few people in a few lines; characters are named by their role."""

import io
from datetime import UTC, date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from members.actions import memberships, people
from members.models import Membership, Person, Plan, User

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
TODAY = date(2026, 6, 15)


def a_picture(side: int = 200) -> SimpleUploadedFile:
    """A JPEG as a phone sends it."""
    file = io.BytesIO()
    Image.new("RGB", (side, side // 2), "teal").save(file, "JPEG")
    return SimpleUploadedFile("me.jpg", file.getvalue(), content_type="image/jpeg")


def a_plan(**fields) -> Plan:
    """Twelve months for 120 euros, 30 days of grace."""
    return Plan.objects.create(
        **{"name": f"Regular {Plan.objects.count()}", "dues_cents": 12000, "months": 12} | fields
    )


def a_person(name: str = "A Person", email: str = "", **fields) -> Person:
    """Somebody on file."""
    return people.create(name=name, email=email, by=None, at=NOON, **fields)


def a_member(name: str = "A Member", email: str = "", *, start: date = TODAY, **fields) -> Person:
    """Somebody who joined on `start`."""
    person = a_person(name, email, **fields)
    at = datetime.combine(start, datetime.min.time(), tzinfo=UTC) + timedelta(hours=12)
    memberships.join(person=person, plan=a_plan(), start=start, by=None, at=at)
    return person


def last_membership(person: Person) -> Membership:
    """The one that started last."""
    return Membership.objects.filter(person=person).latest("period__startswith")


def a_login(person: Person, email: str) -> User:
    """A log-in joined to this person, its address on file and proven."""
    user = User.objects.create_user(email=email, password="a long password")
    person.user = user
    person.save(update_fields=["user"])
    user.emailaddress_set.create(email=email, verified=True, primary=True)
    return user
