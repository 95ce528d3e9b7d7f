"""Asks and offers in the demo, and colleagues whom the member invited."""

from datetime import datetime, timedelta

from events.models import Attendance, Meeting
from members.actions import people
from members.models import Person
from network.actions import exchange, invitations
from network.models import Invitation


def create(*, cast: dict[str, Person], at: datetime) -> None:
    """The member looks for something another offers; one colleague is invited, one came.

    Writes Exchange, Invitation, a guest who came once, and a letter.
    """
    member = cast["member"]
    exchange.say(person=member, seeks="somebody for bookkeeping", offers="sourdough", at=at)
    exchange.say(person=cast["treasurer"], seeks="bread", offers="bookkeeping", at=at)
    coming = Meeting.objects.filter(
        state=Meeting.State.PUBLISHED, series__slug="evening", starts_at__gt=at
    )
    meeting = coming.order_by("starts_at").first()
    if meeting is not None:
        invitations.invite(
            inviter=member, meeting=meeting, name="Sienna Bellweather",
            address="sienna@works.example", words="You asked what I do on Tuesdays.", at=at,
        )  # fmt: skip
    _came(member, at)


def _came(member: Person, at: datetime) -> None:
    """Somebody invited to the last evening came."""
    past = Meeting.objects.filter(state=Meeting.State.CLOSED, series__slug="evening").latest(
        "starts_at"
    )
    address = "coral@works.example"
    Invitation.objects.create(
        inviter=member, meeting=past, name="Coral Driftwood", address=address, canonical=address,
        made_at=past.starts_at - timedelta(days=5),
    )  # fmt: skip
    guest = people.create(name="Coral Driftwood", by=None, at=at)
    people.add_email(person=guest, address=address, by=None, at=at, for_letters=True, proven=True)
    Attendance.objects.create(
        meeting=past, person=guest, method="name", recorded_at=past.ends_at, state="present",
        arrived_at=past.starts_at,
    )  # fmt: skip
