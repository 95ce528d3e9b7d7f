"""Elections as officers and members meet them."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from members.models import Person
from roles.actions import elections, nominations
from roles.models import Ballot, Election, Nomination, Seat, Term, Voter
from roles.queries.elections import stuck
from tests.roles.ballots import (
    LATER,
    begun,
    cast,
    closed,
    letterhead,
    opened,
    stands,
    voter,
    voters,
)
from tests.roles.characters import AT, person, seat, term

pytestmark = pytest.mark.django_db
UUID = re.compile(r"<code>([0-9a-f-]{36})</code>")


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(AT, tick=False)
    letterhead()


def browser(who: Person) -> Client:
    client = Client()
    client.force_login(who.user, backend="members.backends.LogInBackend")
    return client


def officer(title: str, group: str) -> Person:
    who = voter(f"The {title}")
    term(seat(title, group), who, "2026-01-01", "2027-01-01")
    return who


def words(response) -> str:
    return " ".join(response.content.decode().split())


def path(election: Election, step: str = "") -> str:
    return f"/board/elections/{election.uid}/{step}"


def open_with(*people: Person) -> tuple[Election, Seat, list[int]]:
    where = seat("Clerk")
    election = begun(where)
    rows = [stands(election, where, who) for who in people]
    return opened(election), where, rows


def test_a_secretary_begins_an_election_for_the_seat_they_came_from():
    where, client = seat("Clerk"), browser(officer("Secretary", "Secretary"))
    form = words(client.get(f"/board/elections/new/?seat={where.pk}"))
    data = {
        "title": "A clerk", "seats": [where.pk], "method": "plurality",
        "starts_on": "2026-07-01", "nominations_until": "2026-05-20",
    }  # fmt: skip

    response = client.post("/board/elections/new/", data)

    election = Election.objects.get()
    assert f'value="{where.pk}" checked' in re.sub(r' id="\S+"', "", form)
    assert (response.status_code, response["Location"]) == (302, path(election))
    assert list(election.seats.all()) == [where]


def test_an_election_without_a_seat_is_none():
    response = browser(officer("Secretary", "Secretary")).post("/board/elections/new/", {})

    assert (response.status_code, Election.objects.count()) == (422, 0)


def test_a_member_nominates_another_who_says_yes():
    where, (one, other) = seat("Clerk"), voters(2)
    election = begun(where)
    browser(one).post(path(election, "nominate/"), {"role": where.role_id, "person": "Voter 1"})
    row = Nomination.objects.get()
    client = browser(other)

    asked = words(client.get("/me/"))
    client.post(f"/board/elections/nominations/{row.pk}/", {"stands": "yes", "statement": "Me."})

    assert f'href="/board/elections/nominations/{row.pk}/"' in asked
    assert "Me." in words(browser(one).get(path(election)))


def test_whoever_writes_no_name_stands_themselves():
    where, one = seat("Clerk"), voter("One")
    election = begun(where)

    browser(one).post(path(election, "nominate/"), {"role": where.role_id, "statement": "I will."})

    row = Nomination.objects.get()
    assert (row.person, row.state, row.statement) == (one, "accepted", "I will.")


@pytest.mark.parametrize("name", ["Nobody Of That Name", "Voter"])
def test_a_name_that_fits_nobody_or_several_nominates_nobody(name):
    where, people = seat("Clerk"), voters(2)
    data = {"role": where.role_id, "person": name}

    response = browser(people[0]).post(path(begun(where), "nominate/"), data)

    assert (response.status_code, Nomination.objects.count()) == (422, 0)


def test_nobody_answers_for_another():
    where, (one, other) = seat("Clerk"), voters(2)
    row = nominations.nominate(election=begun(where), role=where.role, person=one, by=other, at=AT)

    response = browser(other).post(f"/board/elections/nominations/{row.pk}/", {"stands": "yes"})

    row.refresh_from_db()
    assert (response.status_code, row.state) == (404, "asked")


def test_a_vote_gives_a_receipt_once_and_leaves_it_nowhere_else():
    one, other = voters(2)
    election, where, rows = open_with(one)
    client = browser(other)
    ballot = {f"role_{where.role_id}": [rows[0]]}

    first, again = (client.post(path(election, "vote/"), ballot) for _tap in "ab")

    (receipt,) = UUID.findall(first.content.decode())
    kept = [session.get_decoded() for session in Session.objects.all()]
    assert (receipt, "no-store" in first["Cache-Control"]) == (str(Ballot.objects.get().pk), True)
    assert (again.status_code, "voted already" in words(again)) == (409, True)
    assert receipt not in f"{kept}{client.cookies}{words(client.get(path(election)))}"


def test_too_many_crosses_are_told_and_not_counted():
    one, other = voters(2)
    election, where, rows = open_with(one, other)

    response = browser(one).post(path(election, "vote/"), {f"role_{where.role_id}": rows})

    assert (response.status_code, Ballot.objects.count()) == (422, 0)
    assert "At most 1 cross." in words(response)


def test_the_turnout_is_live_and_the_votes_are_not():
    people = voters(4)
    election, _where, rows = open_with(*people[:2])
    cast(election, people[0], rows[0])

    page = words(browser(people[1]).get(path(election)))

    assert "1 of 4 have voted (25 %)" in page
    assert re.search(r"\d vote", page) is None


def test_a_guest_with_a_log_in_finds_no_election():
    election, *_rest = open_with(voter("One"))
    client = browser(person("A guest"))

    assert client.get(path(election)).status_code == 404
    assert client.get("/board/elections/").status_code == 404


def test_a_member_does_not_run_it():
    one = voter("One")
    election, *_rest = open_with(one)

    steps = ("prolong/", "slate/", "stop/", "open/", "close/", "appoint/")
    assert {browser(one).post(path(election, step)).status_code for step in steps} == {404}


def test_the_count_waits_for_the_end_and_the_terms_for_whoever_may_fill_the_seat(time_machine):
    secretary, president = officer("Secretary", "Secretary"), officer("President", "Board admin")
    winner = voter("The winner")
    election, where, rows = open_with(winner)
    cast(election, winner, rows[0])
    desk, chair = browser(secretary), browser(president)

    early = desk.post(path(election, "close/"))
    time_machine.move_to(LATER, tick=False)
    desk.post(path(election, "close/"))
    result = words(desk.get(path(election)))
    mine = desk.post(path(election, "appoint/")).status_code
    chair.post(path(election, "appoint/"))

    assert (early.status_code, "until its end" in words(early)) == (409, True)
    assert '1 vote <span class="badge good">elected</span>' in result
    # A clerk's seat has no rights; still only who may appoint at all makes the term.
    assert (mine, Term.objects.get(seat=where).person) == (404, winner)
    assert "The terms were made on" in words(chair.get(path(election)))


def test_a_tie_is_stated():
    people = voters(2)
    election, _where, rows = open_with(*people)
    for who, choice in zip(people, rows, strict=True):
        cast(election, who, choice)
    closed(election)

    page = words(browser(people[0]).get(path(election)))

    assert page.count('<span class="badge warn">tied</span>') == 2
    assert "Equally many votes for 1 seat" in page


def test_any_member_counts_again_and_finds_the_receipt():
    people = voters(2)
    election, _where, rows = open_with(people[0])
    receipt = cast(election, people[0], rows[0])
    client = browser(people[1])
    before = client.get(path(election, "recount/")).status_code
    closed(election)

    sound = words(client.get(path(election, "recount/")))
    Ballot.objects.update(choices=[])
    changed = words(client.get(path(election, "recount/")))

    assert (before, f"<code>{receipt}</code>" in sound) == (404, True)
    assert "give the same result" in sound
    assert "do not give the stored result" in changed


def test_who_lapsed_after_the_record_date_still_votes():
    one, other = voters(2)
    election, where, rows = open_with(one)
    other.memberships.update(resigned_on=AT.date(), resigned_recorded_on=AT.date())

    response = browser(other).post(path(election, "vote/"), {f"role_{where.role_id}": [rows[0]]})

    assert (response.status_code, Voter.objects.get(person=other).has_voted) == (200, True)


@pytest.mark.parametrize("number", [1, 3])
def test_an_election_costs_the_same_however_many_stand(number, django_assert_num_queries):
    people = voters(4)
    election, *_rest = open_with(*people[:number])
    client = browser(people[3])
    client.get(path(election))

    with django_assert_num_queries(13):
        client.get(path(election))


def test_an_election_that_is_called_off_says_why():
    one = voter("One")
    election = begun(seat("Clerk"))
    browser(officer("Secretary", "Secretary")).post(path(election, "stop/"), {"reason": "A slip"})

    assert "A slip" in words(browser(one).get(path(election)))


@pytest.mark.parametrize("ends", ["", "soon", "2026-04-01T10:00", "0001-01-01T10:00"])
def test_an_end_nobody_understands_opens_no_ballot(ends):
    where, client = seat("Clerk"), browser(officer("Secretary", "Secretary"))
    election = begun(where)
    stands(election, where, voter("One"))
    elections.publish_slate(election=election, by=None, at=AT)

    response = client.post(path(election, "open/"), {"record_on": "2026-05-01", "closes_at": ends})

    assert (response.status_code, Voter.objects.count()) == (422, 0)


def test_a_receipt_is_found_by_its_beginning_among_many():
    where, people = seat("Clerk"), voters(3)
    election = begun(where)
    choice = stands(election, where, people[0])
    opened(election)
    slips = [cast(election, who, choice) for who in people]
    closed(election)
    member = browser(people[0])

    found = UUID.findall(member.get(path(election, "recount/"), {"q": slips[1][:13].upper()}).text)
    nothing = member.get(path(election, "recount/"), {"q": "%"}).text

    assert found == [slips[1]]
    assert "No ballot begins so." in nothing


def test_an_election_waits_for_its_count_and_then_for_its_terms():
    where, people = seat("Clerk"), voters(2)
    election = begun(where)
    choice = stands(election, where, people[0])
    opened(election)
    assert not stuck(AT).exists()
    for who in people:
        cast(election, who, choice)

    assert list(stuck(LATER)) == [election]
    closed(election)
    assert list(stuck(AT)) == [election]
    elections.appoint(election=election, by=None, at=LATER)
    assert not stuck(LATER).exists()
