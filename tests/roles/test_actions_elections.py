"""An election from the nominations to the terms."""

from datetime import date, timedelta

import pytest

from roles.actions import elections, nominations, terms, votes
from roles.actions.errors import ElectionRefused, NoVote
from roles.models import Ballot, Election, Nomination, Term, Voter
from roles.queries.elections import agrees, contests, receipts, turnout, unlike_their_ballots
from tests.roles.ballots import (
    CLOSES,
    LATER,
    begun,
    bench,
    cast,
    closed,
    letterhead,
    opened,
    stands,
    voter,
    voters,
)
from tests.roles.characters import AT, TODAY, person, seat, term

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _association():
    letterhead()


def test_who_is_put_forward_by_somebody_else_is_asked_first():
    where, (one, other) = seat("Clerk"), voters(2)
    election = begun(where)

    row = nominations.nominate(election=election, role=where.role, person=one, by=other, at=AT)
    before = row.state
    nominations.answer(nomination=row, stands=True, statement=" I will. ", by=one, at=AT)

    row.refresh_from_db()
    assert (before, row.state, row.statement, row.nominated_by) == (
        "asked", "accepted", "I will.", other,
    )  # fmt: skip


def test_who_never_said_yes_is_no_candidate():
    where, (one, other) = seat("Clerk"), voters(2)
    election = begun(where)
    stands(election, where, one)
    asked = nominations.nominate(election=election, role=where.role, person=other, by=one, at=AT)
    opened(election)

    with pytest.raises(NoVote, match="nobody who stands"):
        cast(election, one, asked.pk)


def test_a_nomination_twice_is_one():
    where, (one, other) = seat("Clerk"), voters(2)
    election = begun(where)

    for by in (other, other, one):
        nominations.nominate(election=election, role=where.role, person=one, by=by, at=AT)

    assert [row.state for row in Nomination.objects.all()] == ["accepted"]


def test_only_members_are_nominated_and_only_in_time():
    where, election = seat("Clerk"), begun(seat("Clerk"))

    with pytest.raises(ElectionRefused, match="members"):
        stands(election, where, person("A guest"))
    with pytest.raises(ElectionRefused, match="over"):
        nominations.nominate(
            election=election, role=where.role, person=voter("Late"), by=None,
            at=AT + timedelta(days=1),
        )  # fmt: skip


def test_the_term_limit_counts_at_the_nomination():
    where, one = seat("Clerk", term_limit=1), voter("One")
    term(where, one, "2025-06-01", "2026-06-01")

    with pytest.raises(ElectionRefused, match="than the 1"):
        stands(begun(where), where, one)


def test_a_slate_needs_somebody_and_its_day():
    where = seat("Clerk")
    election = begun(where, nominations_until=TODAY + timedelta(days=3))

    with pytest.raises(ElectionRefused, match="run until"):
        elections.publish_slate(election=election, by=None, at=AT)
    with pytest.raises(ElectionRefused, match="Nobody stands"):
        elections.publish_slate(election=election, by=None, at=AT + timedelta(days=3))


def test_nominations_are_opened_again_for_longer():
    where, one = seat("Clerk"), voter("One")
    election = begun(where)
    stands(election, where, one)
    elections.publish_slate(election=election, by=None, at=AT)

    elections.prolong(election=election, until=TODAY + timedelta(days=5), by=None, at=AT)

    election.refresh_from_db()
    assert election.state == "nominating"


def test_a_candidate_steps_back_until_the_ballot_opens():
    where, (one, other) = seat("Clerk"), voters(2)
    election = begun(where)
    rows = [stands(election, where, who) for who in (one, other)]
    first, second = (Nomination.objects.get(pk=pk) for pk in rows)
    elections.publish_slate(election=election, by=None, at=AT)
    nominations.answer(nomination=first, stands=False, by=one, at=AT)
    elections.open_ballot(election=election, record_on=TODAY, closes_at=CLOSES, by=None, at=AT)

    with pytest.raises(ElectionRefused, match="too late"):
        nominations.answer(nomination=second, stands=False, by=other, at=AT)
    assert [row.person for row in contests(election)[0].candidates] == [other]


def test_the_voters_are_the_members_of_the_record_date():
    where, early = seat("Clerk"), voter("Early")
    person("A guest")
    election = begun(where)
    stands(election, where, early)
    opened(election, record_on=date(2026, 2, 1))
    late = voter("Late")

    with pytest.raises(NoVote, match="record date"):
        cast(election, late)
    assert [row.person for row in Voter.objects.all()] == [early]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"record_on": TODAY + timedelta(days=1)}, "lies ahead"),
        ({"record_on": date(2020, 1, 1)}, "Nobody had a vote"),
        ({"closes_at": AT}, "later than now"),
    ],
)
def test_a_ballot_opens_with_sound_days_only(fields, words):
    where = seat("Clerk")
    election = begun(where)
    stands(election, where, voter("One"))

    with pytest.raises(ElectionRefused, match=words):
        opened(election, **fields)


def test_everybody_votes_once():
    where, (one, other) = seat("Clerk"), voters(2)
    election = begun(where)
    choice = stands(election, where, one)
    opened(election)
    cast(election, other, choice)

    with pytest.raises(NoVote, match="already"):
        cast(election, other, choice)
    assert (Ballot.objects.count(), turnout(election)) == (1, (2, 1))


def test_nobody_votes_after_the_end():
    where, one = seat("Clerk"), voter("One")
    election = begun(where)
    choice = stands(election, where, one)
    opened(election)

    with pytest.raises(NoVote, match="not open"):
        votes.vote(election=election, person=one, choices=[choice], at=CLOSES)


def test_the_ballot_is_not_counted_early():
    where, (one, other) = seat("Clerk"), voters(2)
    election = begun(where)
    choice = stands(election, where, one)
    opened(election)
    cast(election, one, choice)

    with pytest.raises(ElectionRefused, match="until its end"):
        elections.close(election=election, by=None, at=AT)
    cast(election, other)
    assert elections.close(election=election, by=None, at=AT).ballots == 2


def test_the_result_makes_the_terms_by_one_action():
    (first, second), chair = bench("Councillor", 2), seat("Chair")
    people = voters(4)
    election = begun(first, second, chair, method="approval")
    council = [stands(election, first, who) for who in people[:3]]
    heads = [stands(election, chair, who) for who in people[2:]]
    opened(election)
    for who, choices in zip(
        people, [council[:2], [*council[:2], heads[1]], [council[1], heads[1]], [heads[0]]],
        strict=True,
    ):  # fmt: skip
        cast(election, who, *choices)
    closed(election)

    made = elections.appoint(election=election, by=people[0], at=LATER)

    where = {(row.seat.role.title, row.person.name, row.kind) for row in made}
    assert where == {
        ("Councillor", "Voter 1", "elected"),
        ("Councillor", "Voter 0", "elected"),
        ("Chair", "Voter 3", "elected"),
    }
    assert {(row.period.lower, row.period.upper) for row in made} == {
        (date(2026, 6, 1), date(2027, 6, 1))
    }
    with pytest.raises(ElectionRefused, match="already"):
        elections.appoint(election=election, by=None, at=LATER)


def test_a_tie_fills_no_seat():
    where, people = seat("Clerk"), voters(2)
    election = begun(where)
    rows = [stands(election, where, who) for who in people]
    opened(election)
    for who, choice in zip(people, rows, strict=True):
        cast(election, who, choice)
    closed(election)
    election.refresh_from_db()

    made = elections.appoint(election=election, by=people[0], at=LATER)

    (contest,) = contests(election)
    assert (made, contest.elected, [row.person for row in contest.tied]) == ([], [], people)


def test_a_seat_that_is_not_free_stops_all_of_it():
    (first, second), people = bench("Councillor", 2), voters(2)
    election = begun(first, second)
    rows = [stands(election, first, who) for who in people]
    opened(election)
    for who in people:
        cast(election, who, *rows)
    closed(election)
    term(second, person("In the way"), "2026-01-01", "2027-01-01")

    with pytest.raises(ElectionRefused, match="In the way holds"):
        elections.appoint(election=election, by=None, at=LATER)
    assert Term.objects.filter(kind="elected").count() == 0


def test_the_stored_ballots_give_the_same_result_again_and_a_changed_one_is_noticed():
    where, people = seat("Clerk"), voters(3)
    election = begun(where)
    choice = stands(election, where, people[0])
    opened(election)
    slips = {cast(election, who, choice) for who in people}
    election = closed(election)
    sound = (agrees(election), unlike_their_ballots(), {str(one) for one in receipts(election)})

    Ballot.objects.filter(pk=slips.pop()).update(choices=[])

    assert sound[:2] == (True, [])
    assert sound[2] >= slips
    assert unlike_their_ballots() == [
        f"the ballots of election {election.pk} do not give its result"
    ]


def test_a_seat_is_in_one_election_at_a_time():
    where = seat("Clerk")
    first = begun(where)

    with pytest.raises(ElectionRefused, match="being elected"):
        begun(where)
    elections.stop(election=first, reason="A mistake", by=None, at=AT)
    assert begun(where).state == Election.State.NOMINATING


def test_an_open_ballot_cannot_be_called_off():
    where = seat("Clerk")
    election = begun(where)
    stands(election, where, voter("One"))
    opened(election)

    with pytest.raises(ElectionRefused, match="not possible any more"):
        elections.stop(election=election, reason="No", by=None, at=AT)


def test_a_term_that_ends_first_makes_room():
    where, one = seat("Clerk"), voter("One")
    before = term(where, person("Before"), "2026-01-01", "2027-01-01")
    election = begun(where)
    choice = stands(election, where, one)
    opened(election)
    cast(election, one, choice)
    closed(election)
    terms.end_early(term=before, ends_on=date(2026, 6, 1), reason="Election", by=None, at=LATER)

    assert [row.person for row in elections.appoint(election=election, by=one, at=LATER)] == [one]
