"""Elections: who may see and run them, who stands, how the ballot goes, and the count."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, JSONObject
from django.http import Http404

from members.models import Person
from members.queries import is_member_on, letter_address, of_user
from roles.models import Ballot, Election, Nomination, Role, Seat, Voter
from roles.queries.rights import may_appoint
from roles.rules import counting

State = Election.State
RUN = "roles.run_election"
UNDER_WAY = (State.NOMINATING, State.SLATE, State.OPEN)


@dataclass(frozen=True)
class Contest:
    """One post of an election: its seats, everybody put forward, and the tally once counted."""

    role: Role
    seats: list[Seat]
    nominations: list[Nomination]
    crosses: int
    tally: counting.Tally | None = None

    @property
    def candidates(self) -> list[Nomination]:
        """Those who stand; after the count most votes first."""
        return sorted(standing(self.nominations), key=lambda row: -(row.votes or 0))

    @property
    def elected(self) -> list[Nomination]:
        """Those who won a seat, most votes first; nobody before the count."""
        return self._named(self.tally.elected if self.tally else ())

    @property
    def tied(self) -> list[Nomination]:
        """Those between whom the votes do not decide."""
        return self._named(self.tally.tied if self.tally else ())

    def _named(self, ids: Iterable[int]) -> list[Nomination]:
        rows = {row.pk: row for row in self.nominations}
        return [rows[one] for one in ids]


@dataclass(frozen=True)
class ElectionView:
    """An election for one reader."""

    election: Election
    contests: list[Contest]
    voters: int
    voted: int
    mine: Voter | None
    may_run: bool
    may_appoint: bool
    may_nominate: bool
    my_nominations: list[Nomination] = field(default_factory=list)

    @property
    def percent(self) -> int:
        """The turnout in whole percent."""
        return self.voted * 100 // self.voters if self.voters else 0


def listed() -> QuerySet[Election]:
    """All elections, the newest first."""
    return Election.objects.order_by("-begun_at", "-id")


def may_look(user: Any, today: date) -> bool:
    """Elections are for current members and officers."""
    person = of_user(user)
    return (person is not None and is_member_on(person, today)) or user.has_perm(
        "roles.view_election"
    )


def get_election(uid: UUID, user: Any, today: date, *, running: bool = False) -> Election:
    """The gateway: an election for a reader, a voter, or for who may run it; else Http404."""
    election = Election.objects.select_related("appointed_by").filter(uid=uid).first()
    if election is None or not (may_look(user, today) or voter(election, of_user(user))):
        raise Http404
    if running and not user.has_perm(RUN):
        raise Http404
    return election


def get_nomination(pk: int, user: Any) -> Nomination:
    """The gateway of who is asked to stand; anybody else gets Http404."""
    person = of_user(user)
    rows = Nomination.objects.select_related("election", "role", "person", "nominated_by")
    row = rows.filter(pk=pk, person=person).first() if person else None
    if row is None:
        raise Http404
    return row


def voter(election: Election, person: Person | None) -> Voter | None:
    """The row of this person among those who may vote, once the ballot is open."""
    return Voter.objects.filter(election=election, person=person).first() if person else None


def standing(nominations: Iterable[Nomination]) -> list[Nomination]:
    """Those who said yes."""
    return [row for row in nominations if row.state == Nomination.State.ACCEPTED]


def contests(election: Election) -> list[Contest]:
    """Its posts in order, with seats and nominations; counted ones with their tally."""
    seats = election.seats.select_related("role")
    seats = seats.order_by("role__position", "role__title", "number")
    put_forward = election.nominations.select_related("person", "role", "term")
    named: dict[int, list[Nomination]] = {}
    for row in put_forward.order_by("person__sort_name", "id"):
        named.setdefault(row.role_id, []).append(row)
    by_role: dict[Role, list[Seat]] = {}
    for seat in seats:
        by_role.setdefault(seat.role, []).append(seat)
    return [
        _contest(election, role, rows, named.get(role.pk, [])) for role, rows in by_role.items()
    ]


def as_rule(seats: list[Seat], nominations: list[Nomination]) -> counting.Contest:
    """A contest as the rules take it."""
    return counting.Contest(len(seats), tuple(row.pk for row in standing(nominations)))


def _contest(
    election: Election, role: Role, seats: list[Seat], nominations: list[Nomination]
) -> Contest:
    rule = as_rule(seats, nominations)
    tally = None
    if election.state == State.CLOSED:
        votes = {row.pk: row.votes or 0 for row in standing(nominations)}
        tally = counting.decide(rule, votes)
    return Contest(role, seats, nominations, counting.crosses(rule, election.method), tally)


def turnout(election: Election) -> tuple[int, int]:
    """How many may vote, and how many have."""
    found = Voter.objects.filter(election=election).aggregate(
        voters=Count("pk"), voted=Count("pk", filter=Q(has_voted=True))
    )
    return found["voters"], found["voted"]


def election_view(election: Election, user: Any, today: date) -> ElectionView:
    """Everything on the page of an election."""
    person, found = of_user(user), contests(election)
    voters, voted = turnout(election)
    asked = [row for contest in found for row in contest.nominations]
    member = person is not None and is_member_on(person, today)
    return ElectionView(
        election, found, voters, voted, voter(election, person), user.has_perm(RUN),
        election.state == State.CLOSED and may_make_terms(election, user, found),
        member and may_be_nominated_in(election, today),
        [row for row in asked if person is not None and row.person_id == person.pk],
    )  # fmt: skip


def may_be_nominated_in(election: Election, today: date) -> bool:
    """Whether nominations are taken on this day."""
    return election.state == State.NOMINATING and today <= election.nominations_until


def may_make_terms(election: Election, user: Any, found: list[Contest]) -> bool:
    """Whether this log-in may make the result's terms: nobody hands out rights they do not hold."""
    waits = election.state == State.CLOSED and election.appointed_at is None
    return waits and user.has_perm(RUN) and all(may_appoint(user, row.role) for row in found)


def recount(election: Election) -> dict[int, counting.Tally]:
    """Role -> tally, counted again from the stored ballots."""
    return _recounted(election, contests(election))


def agrees(election: Election) -> bool:
    """Whether the ballots still give the stored result, and are as many as have voted."""
    found = contests(election)
    again = _recounted(election, found)
    ballots = Ballot.objects.filter(election=election).count()
    return ballots == election.ballots == turnout(election)[1] and all(
        row.tally == again[row.role.pk] for row in found
    )


def _recounted(election: Election, found: list[Contest]) -> dict[int, counting.Tally]:
    box = list(Ballot.objects.filter(election=election).values_list("choices", flat=True))
    return {row.role.pk: counting.count(as_rule(row.seats, row.nominations), box) for row in found}


def receipts(election: Election, begins: str = "") -> QuerySet[Ballot, Any]:
    """The ids of all counted ballots as text, in their own order, which tells nothing; those alone
    that begin so."""
    box = Ballot.objects.filter(election=election, election__state=State.CLOSED)
    named = box.annotate(slip=Cast("id", TextField())).filter(slip__startswith=begins)
    return named.order_by("id").values_list("slip", flat=True)


def stuck(at: datetime) -> QuerySet[Election]:
    """Those that wait for whoever runs them: the ballot is over, or the terms are not made."""
    over = Q(state=State.OPEN, closes_at__lte=at)
    return Election.objects.filter(over | Q(state=State.CLOSED, appointed_at__isnull=True))


def waiting_for(person: Person, at: datetime) -> list[Election]:
    """Open ballots in which this person may vote and has not."""
    rows = Voter.objects.filter(person=person, has_voted=False).values("election")
    found = Election.objects.filter(pk__in=rows, state=State.OPEN, closes_at__gt=at)
    return list(found.order_by("closes_at", "id"))


def asked(person: Person) -> list[Nomination]:
    """Nominations this person has not answered while it is time."""
    rows = Nomination.objects.filter(
        person=person, state=Nomination.State.ASKED, election__state=State.NOMINATING
    )
    return list(rows.select_related("election", "role").order_by("id"))


def on_my_page(person: Person, user: Any, at: datetime) -> tuple[str, dict[str, Any]] | None:
    """The panel of one's own page: a ballot or a question that waits; nothing without either."""
    if of_user(user) != person:
        return None
    ballots, nominations = waiting_for(person, at), asked(person)
    if not ballots and not nominations:
        return None
    return "roles/elections_panel.html", {"ballots": ballots, "nominations": nominations}


def letters_to_voters(election: Election, kind: str) -> QuerySet[Person, Any]:
    """Rows for the outbox: a letter to everybody who may vote."""
    text = TextField()
    key = Value(f"{kind}:{election.pk}:", output_field=text)
    may = Voter.objects.filter(election=election).values("person")
    return (
        Person.objects.filter(pk__in=may)
        .order_by("id")
        .annotate(
            to_=letter_address(),
            about_=JSONObject(person=F("id"), election=Value(election.pk)),
            dedupe_=Concat(key, Cast("id", text)),
        )
        .values_list("to_", "about_", "dedupe_")
    )


def unlike_their_ballots() -> list[str]:
    """A sentence for each counted election whose ballots do not give its result any more."""
    rows = [row for row in Election.objects.filter(state=State.CLOSED) if not agrees(row)]
    return [f"the ballots of election {row.pk} do not give its result" for row in rows]
