"""Members and elections for the tests of elections."""

from datetime import date, timedelta

from members.models import Person
from outbox.models import Letterhead
from roles.actions import elections, nominations, votes
from roles.models import Election, Seat
from tests.members.factories import a_login, a_member
from tests.roles.characters import AT, TODAY, seat

CLOSES = AT + timedelta(days=7)
LATER = CLOSES + timedelta(hours=1)


def letterhead() -> Letterhead:
    """The association, on Berlin's clock."""
    return Letterhead.objects.create(name="The Circle", timezone="Europe/Berlin", founded_at=AT)


def voter(name: str) -> Person:
    """A member since January with a log-in."""
    who = a_member(name, f"{name.lower().replace(' ', '.')}@example.org", start=date(2026, 1, 1))
    a_login(who, f"login.{who.pk}@example.org")
    return who


def voters(number: int) -> list[Person]:
    """Several of them."""
    return [voter(f"Voter {one}") for one in range(number)]


def bench(title: str, number: int) -> list[Seat]:
    """So many seats of one role."""
    first = seat(title)
    more = [Seat.objects.create(role=first.role, number=one) for one in range(2, number + 1)]
    return [first, *more]


def begun(*seats: Seat, **fields) -> Election:
    """An election that takes nominations until today."""
    return elections.begin(
        title="The new board", seats=seats, by=None, at=AT,
        **{"starts_on": date(2026, 6, 1), "nominations_until": TODAY} | fields,
    )  # fmt: skip


def stands(election: Election, where: Seat, who: Person) -> int:
    """Somebody nominates themselves; gives what a ballot names."""
    return nominations.nominate(election=election, role=where.role, person=who, by=who, at=AT).pk


def opened(election: Election, **fields) -> Election:
    """The ballot of the published slate, open for a week."""
    elections.publish_slate(election=election, by=None, at=AT)
    return elections.open_ballot(
        election=election, by=None, at=AT, **{"record_on": TODAY, "closes_at": CLOSES} | fields
    )


def cast(election: Election, who: Person, *choices: int) -> str:
    """A vote; gives the receipt."""
    return str(votes.vote(election=election, person=who, choices=choices, at=AT))


def closed(election: Election) -> Election:
    """Counted after its end."""
    return elections.close(election=election, by=None, at=LATER)
