"""What the demo's members vote on: one ballot open, one just counted, one still looking."""

from datetime import date, datetime, timedelta

from members.models import Person
from roles.actions import elections, nominations, votes
from roles.models import Election, Seat, Voter

WORDS = "I have time, and I like to hear what others think before I decide."
VOTES = 30
DAY = timedelta(days=1)


def create(*, cast: dict[str, Person], today: date, at: datetime) -> None:
    """Elections of three stages. Changes elections, nominations, voters and ballots."""
    by = cast["secretary"]
    _counted(cast, today, at)
    running = _begun("Treasurer and communications", ("Treasurer", "Communications"), today, at)
    for title, login in (
        ("Treasurer", "treasurer"), ("Treasurer", "membership"), ("Communications", "member"),
    ):  # fmt: skip
        _stands(running, title, cast[login], at)
    elections.publish_slate(election=running, by=by, at=at)
    closes = at.replace(hour=18, minute=0) + 10 * DAY
    elections.open_ballot(election=running, record_on=today, closes_at=closes, by=by, at=at)
    _vote(running, cast, at)
    looking = _begun("Programme committee", ("Programme committee",), today, at, days=20)
    _stands(looking, "Programme committee", cast["organizer"], at)
    role = Seat.objects.get(role__title="Programme committee", number=1).role
    nominations.nominate(election=looking, role=role, person=cast["newcomer"], by=by, at=at)


def _counted(cast: dict[str, Person], today: date, at: datetime) -> None:
    """Counted yesterday; the terms wait for the president."""
    before = at - 20 * DAY
    made = _begun("Host for newcomers", ("Host for newcomers",), today - 20 * DAY, before)
    for login in ("member", "organizer"):
        _stands(made, "Host for newcomers", cast[login], before)
    elections.publish_slate(election=made, by=cast["secretary"], at=before)
    elections.open_ballot(
        election=made, record_on=today - 20 * DAY, closes_at=at - DAY, by=None, at=before
    )
    _vote(made, cast, before)
    elections.close(election=made, by=cast["secretary"], at=at)


def _begun(
    title: str, roles: tuple[str, ...], today: date, at: datetime, *, days: int = 0
) -> Election:
    return elections.begin(
        title=title, seats=list(Seat.objects.filter(role__title__in=roles, number=1)),
        starts_on=today + 65 * DAY, nominations_until=today + days * DAY, by=None, at=at,
    )  # fmt: skip


def _stands(election: Election, title: str, person: Person, at: datetime) -> None:
    role = Seat.objects.get(role__title=title, number=1).role
    nominations.nominate(
        election=election, role=role, person=person, by=person, at=at, statement=WORDS
    )


def _vote(election: Election, cast: dict[str, Person], at: datetime) -> None:
    """Some of the crowd vote, the first candidate of each post twice as often as the others."""
    found = list(election.nominations.filter(state="accepted").order_by("id"))
    known = [person.pk for person in cast.values()]
    crowd = Voter.objects.filter(election=election).exclude(person__in=known).order_by("id")
    for number, row in enumerate(crowd.select_related("person")[:VOTES]):
        posts: dict[int, list[int]] = {}
        for one in found:
            posts.setdefault(one.role_id, []).append(one.pk)
        choices = [rows[-1 if number % 3 == 0 else 0] for rows in posts.values()]
        votes.vote(election=election, person=row.person, choices=choices, at=at)
