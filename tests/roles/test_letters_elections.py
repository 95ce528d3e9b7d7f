"""What elections write, to whom, and when a letter has lost its point."""

import pytest

from outbox.kinds import Superseded
from outbox.models import Message
from outbox.rendering import preview
from roles.actions import nominations
from roles.letters import election_ballot, election_nomination, election_result
from roles.models import Nomination
from tests.roles.ballots import (
    CLOSES,
    LATER,
    begun,
    cast,
    closed,
    letterhead,
    opened,
    stands,
    voters,
)
from tests.roles.characters import AT, seat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _association():
    letterhead()


def letters(kind: str) -> list[Message]:
    return list(Message.objects.filter(kind=kind).order_by("id"))


def asked() -> tuple[Nomination, Message]:
    where, (one, other) = seat("Clerk"), voters(2)
    election = begun(where)
    for _tap in "ab":
        row = nominations.nominate(election=election, role=where.role, person=one, by=other, at=AT)
    (message,) = letters("election.nomination")
    return row, message


def an_open_ballot():
    where, people = seat("Clerk"), voters(2)
    election = begun(where)
    choice = stands(election, where, people[0])
    return opened(election), people, choice


def test_who_is_nominated_by_another_is_asked_once():
    row, message = asked()

    letter = election_nomination(message, AT)

    assert (message.to, letter.subject) == (
        "voter.0@example.org", "You are nominated as Clerk: do you stand?",
    )  # fmt: skip
    assert letter.context["action_url"].endswith(f"/board/elections/nominations/{row.pk}/")
    assert "Voter 1 has nominated you as Clerk" in preview(message, AT).text


def test_who_stands_by_themselves_is_asked_nothing():
    an_open_ballot()

    assert letters("election.nomination") == []


def test_a_nomination_that_is_answered_needs_no_letter():
    row, message = asked()
    nominations.answer(nomination=row, stands=False, by=row.person, at=AT)

    with pytest.raises(Superseded, match="answered"):
        election_nomination(message, AT)


def test_everybody_with_a_vote_is_told_of_the_ballot_and_no_longer_than_it_runs():
    an_open_ballot()

    found = letters("election.ballot")

    assert [(row.to, row.category, row.valid_until) for row in found] == [
        ("voter.0@example.org", "", CLOSES),
        ("voter.1@example.org", "", CLOSES),
    ]
    assert "8 May 2026, 2 p.m." in preview(found[0], AT).text


def test_who_has_voted_is_not_asked_again():
    election, people, choice = an_open_ballot()
    cast(election, people[1], choice)

    with pytest.raises(Superseded, match="in the box"):
        election_ballot(letters("election.ballot")[1], AT)


def test_a_ballot_that_is_over_is_not_announced():
    an_open_ballot()

    with pytest.raises(Superseded, match="not open"):
        election_ballot(letters("election.ballot")[0], LATER)


def test_the_result_goes_to_everybody_who_could_vote():
    election, people, choice = an_open_ballot()
    cast(election, people[1], choice)
    closed(election)
    found = letters("election.result")

    text = preview(found[0], LATER).text

    assert [row.to for row in found] == ["voter.0@example.org", "voter.1@example.org"]
    assert "1 of 2 have voted" in text
    assert "Clerk: Voter 0" in text


def test_no_result_is_told_before_the_count():
    election, people, _choice = an_open_ballot()
    early = Message(about={"election": election.pk, "person": people[0].pk})

    with pytest.raises(Superseded, match="not counted"):
        election_result(early, AT)
