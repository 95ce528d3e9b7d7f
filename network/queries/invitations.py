"""What became of the invitations of one member: who said yes, and who came."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from events.models import Attendance, Meeting, Rsvp
from events.queries.guests import HERE
from events.queries.people import is_member
from events.rules.guests import takes_guests
from members.models import Email, Person
from network.models import Invitation
from network.rules.invitations import FOLLOWED_DAYS, LETTER_EVERY_DAYS, VISITS
from outbox.queries import local_day


@dataclass
class Followed:
    """One invitation as its writer sees it: whether there is a yes, and the days they came."""

    row: Invitation
    person_id: int | None = None
    is_coming: bool = False
    visits: list[date] = field(default_factory=list)


def may_invite(person: Person, meeting: Meeting, at: datetime) -> bool:
    """Whether this member may ask somebody along: a public meeting that still takes guests."""
    return takes_guests(meeting, at) and is_member(person, at)


def invitations_of(person: Person) -> QuerySet[Invitation]:
    """The member's own, newest first."""
    return Invitation.objects.filter(inviter=person).select_related("meeting", "guest_ask")


def written_to(canonical: str, at: datetime) -> bool:
    """Whether somebody's invitation went to this address lately."""
    since = at - timedelta(days=LETTER_EVERY_DAYS)
    return Invitation.objects.filter(canonical=canonical, made_at__gt=since).exists()


def belongs_to_somebody(canonical: str) -> bool:
    """Whether the address is that of somebody who is or was a member: no stranger to us."""
    return Email.objects.filter(canonical=canonical, person__joined_on__isnull=False).exists()


def to_be_thanked(at: datetime) -> list[Followed]:
    """All that are still followed and of which somebody came."""
    since = at - timedelta(days=FOLLOWED_DAYS)
    rows = Invitation.objects.filter(made_at__gt=since).select_related("inviter", "guest_ask")
    return [one for one in followed(list(rows)) if one.visits]


def followed(rows: Sequence[Invitation]) -> list[Followed]:
    """These with what became of them. Three queries.

    Followed is who used the link, which says so, and who came on file with that address after the
    invitation; nobody learns by inviting whether somebody known here comes to meetings.
    """
    found = [Followed(row, _by_link(row)) for row in rows]
    _by_address(found)
    people = {one.person_id for one in found if one.person_id}
    going = set(
        Rsvp.objects.filter(person__in=people, state=Rsvp.State.GOING).values_list(
            "person", "meeting"
        )
    )
    came: dict[int, list[tuple[datetime, date]]] = {}
    seen = Attendance.objects.filter(person__in=people, voided_at=None, state__in=HERE)
    for pk, start in seen.order_by("meeting__starts_at").values_list(
        "person", "meeting__starts_at"
    ):
        came.setdefault(pk, []).append((start, local_day(start)))
    for one in found:
        if one.person_id:
            one.is_coming = (one.person_id, one.row.meeting_id) in going
            days = [day for start, day in came.get(one.person_id, []) if start > one.row.made_at]
            one.visits = days[:VISITS]
    return found


def _by_link(row: Invitation) -> int | None:
    ask = row.guest_ask
    return ask.person_id if ask and ask.proven_at else None


def _by_address(found: list[Followed]) -> None:
    wanted = {one.row.canonical for one in found if one.person_id is None}
    rows = Email.objects.filter(canonical__in=wanted) if wanted else Email.objects.none()
    known = {
        canonical: (pk, since)
        for canonical, pk, since in rows.values_list("canonical", "person", "person__created_at")
    }
    for one in found:
        pk, since = known.get(one.row.canonical, (None, None))
        if one.person_id is None and pk and since and since >= one.row.made_at:
            one.person_id = pk
