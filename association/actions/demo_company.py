"""Asks and offers in the demo, and colleagues whom the member invited."""

from datetime import datetime, timedelta

from association.actions.seed import DOMAIN
from events.models import Attendance, Meeting, Rsvp
from members.actions import people
from members.models import Person
from network.actions import exchange, invitations, openings, participation, ties
from network.models import FriendNote, Invitation
from outbox.queries import local_day


def create(*, cast: dict[str, Person], at: datetime) -> None:
    """The member looks for something another offers; one colleague is invited, one came.

    Writes Exchange, Invitation, a guest who came once, and a letter.
    """
    member = cast["member"]
    exchange.say(person=member, seeks="somebody for bookkeeping", offers="sourdough", at=at)
    coming = Meeting.objects.filter(
        state=Meeting.State.PUBLISHED, series__slug="evening", starts_at__gt=at
    )
    meeting = coming.order_by("starts_at").first()
    if meeting is not None:
        going = Rsvp.objects.filter(meeting=meeting, state="going").select_related("person")
        for row in going.order_by("id")[3:4]:
            exchange.say(person=row.person, seeks="bread", offers="bookkeeping", at=at)
        invitations.invite(
            inviter=member, meeting=meeting, name="Sienna Bellweather",
            address=f"sienna@{DOMAIN}", words="You asked what I do on Tuesdays.", at=at,
        )  # fmt: skip
    _came(member, at)
    _openings(cast, at)
    _lapsed(cast["lapsed"], member, at)


def _openings(cast: dict[str, Person], at: datetime) -> None:
    """A job two officers can introduce to; the member asked both, and one said yes."""
    row = openings.post(
        poster=cast["treasurer"], at=at, introduces=True, title="Bookkeeper, part-time",
        employer="Pebble & Sons", place="Harbour Street", text="Three mornings a week.", link="",
    )  # fmt: skip
    openings.offer(opening=row, person=cast["secretary"], knows=True, at=at)
    for name in ("secretary", "treasurer"):
        asked = openings.ask(
            opening=row, seeker=cast["member"], introducer=cast[name], at=at,
            words="I kept the books of a bakery for six years.",
        )  # fmt: skip
    openings.answer(introduction=asked, agrees=True, at=at)


def _came(member: Person, at: datetime) -> None:
    """Somebody invited to the last evening came."""
    past = Meeting.objects.filter(state=Meeting.State.CLOSED, series__slug="evening").latest(
        "starts_at"
    )
    address = f"coral@{DOMAIN}"
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


def _lapsed(lapsed: Person, member: Person, at: datetime) -> None:
    """Who has lapsed came to four evenings with the member, and may be found: a draft waits."""
    long_ago = at - timedelta(days=150)
    shared = Meeting.objects.filter(
        state=Meeting.State.CLOSED, series__slug="evening", starts_at__lt=long_ago,
        attendances__person=member, attendances__state="present",
    )  # fmt: skip
    Attendance.objects.bulk_create(
        (
            Attendance(
                meeting=meeting, person=lapsed, method="name", recorded_at=meeting.ends_at,
                state="present", arrived_at=meeting.starts_at,
            )
            for meeting in shared.order_by("-starts_at")[:4]
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    ties.forget(person_id=lapsed.pk)
    ties.join(person_id=lapsed.pk, today=local_day(at))
    participation.let_be_found(person=lapsed, findable=True)
    FriendNote.objects.create(friend=member, person=lapsed, made_at=at)
