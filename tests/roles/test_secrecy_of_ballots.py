"""Nothing that stays on file joins a voter to a ballot; and two votes at once are one."""

import threading

import pytest
from django.apps import apps
from django.db import connection

from roles.actions import elections, votes
from roles.actions.errors import NoVote
from roles.models import Ballot, Voter
from tests.roles.ballots import begun, cast, closed, letterhead, opened, stands, voters
from tests.roles.characters import AT, seat

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.broad]
PEOPLE = 12


def ask(sql: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def an_election():
    """Twelve voters vote one after another; gives what each of them got as a receipt."""
    letterhead()
    where, people = seat("Clerk"), voters(PEOPLE)
    election = begun(where)
    choices = [stands(election, where, who) for who in people]
    opened(election)
    slips = {who.pk: cast(election, who, choices[n]) for n, who in enumerate(people)}
    return election, slips


def joined_by_transaction() -> dict[int, str]:
    """Voter -> ballot by the transaction that wrote both."""
    found = ask(
        "SELECT v.person_id, b.id::text FROM roles_voter v JOIN roles_ballot b ON b.xmin = v.xmin"
        " WHERE v.has_voted"
    )
    return {who: slip for who, slip in found if [one for one, _ in found].count(who) == 1}


def joined_by_place() -> dict[int, str]:
    """Voter -> ballot by the order in which the rows lie in their files."""
    people = [
        row[0] for row in ask("SELECT person_id FROM roles_voter WHERE has_voted ORDER BY ctid")
    ]
    slips = [row[0] for row in ask("SELECT id::text FROM roles_ballot ORDER BY ctid")]
    return dict(zip(people, slips, strict=False))


def test_a_counted_ballot_is_joined_to_nobody():
    election, slips = an_election()
    closed(election)

    assert joined_by_transaction() == {}
    assert joined_by_place() != slips
    assert len(ask("SELECT DISTINCT xmin::text FROM roles_ballot")) == 1


def test_while_a_ballot_is_open_the_two_attempts_do_join():
    """The twin: what the count takes away, and the handbook tells of."""
    _election, slips = an_election()

    assert joined_by_transaction() == slips
    assert joined_by_place() == slips


def test_no_other_row_of_the_database_holds_a_ballots_id():
    election, slips = an_election()
    closed(election)
    tables = [
        name for (name,) in ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    ]
    wanted = "|".join(slips.values())

    found = {
        t for t in tables if ask(f"SELECT 1 FROM \"{t}\" AS t WHERE t::text ~ '{wanted}' LIMIT 1")
    }

    assert found == {"roles_ballot"}


def test_neither_table_keeps_a_time_or_a_history():
    columns = {
        model: sorted(field.column for field in model._meta.concrete_fields)
        for model in (Voter, Ballot)
    }

    assert columns == {
        Voter: ["election_id", "has_voted", "id", "person_id"],
        Ballot: ["choices", "election_id", "id"],
    }
    tracked = {getattr(model, "pgh_tracked_model", None) for model in apps.get_models()}
    assert tracked & {Voter, Ballot} == set()
    assert (
        ask(
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
            " AND tgrelid IN ('roles_voter'::regclass, 'roles_ballot'::regclass)"
        )
        == []
    )


def test_a_vote_writes_its_two_rows_and_nothing_else():
    letterhead()
    where, people = seat("Clerk"), voters(2)
    election = begun(where)
    choice = stands(election, where, people[0])
    opened(election)
    before = ask("SELECT count(*) FROM pghistory_context")

    with connection.execute_wrapper(written := Written()):
        cast(election, people[1], choice)

    assert written.tables == ['UPDATE "roles_voter"', 'INSERT INTO "roles_ballot"']
    assert ask("SELECT count(*) FROM pghistory_context") == before


class Written:
    """Which tables a piece of code writes."""

    def __init__(self) -> None:
        self.tables: list[str] = []

    def __call__(self, execute, sql, params, many, context):
        words = str(sql).split(" ")
        if words[0] in ("INSERT", "UPDATE", "DELETE"):
            self.tables.append(" ".join(words[: 2 if words[0] == "UPDATE" else 3]))
        return execute(sql, params, many, context)


def at_once(acts: list) -> list[str]:
    """What became of each; all start together, each on a connection of its own."""
    barrier, outcomes = threading.Barrier(len(acts)), []

    def one(act) -> None:
        try:
            barrier.wait(10)
            act()
            outcomes.append("in")
        except NoVote as refused:
            outcomes.append(str(refused).partition(".")[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(outcomes)


def eight_votes_of_one_person() -> list[str]:
    letterhead()
    where, people = seat("Clerk"), voters(1)
    election = begun(where)
    choice = stands(election, where, people[0])
    opened(election)
    return at_once([lambda: cast(election, people[0], choice)] * 8)


def test_of_eight_votes_at_once_of_one_person_one_counts():
    outcomes = eight_votes_of_one_person()

    assert outcomes == ["You have voted already"] * 7 + ["in"]
    assert Ballot.objects.count() == 1


def test_without_the_mark_that_is_believed_all_eight_would_count(monkeypatch):
    def careless(election, person) -> None:
        Voter.objects.filter(election=election, person=person).update(has_voted=True)

    monkeypatch.setattr(votes, "_mark", careless)

    assert eight_votes_of_one_person() == ["in"] * 8


def test_every_vote_is_in_the_count_or_told_that_it_is_too_late():
    letterhead()
    where, people = seat("Clerk"), voters(PEOPLE)
    election = begun(where)
    choice = stands(election, where, people[0])
    opened(election)
    rivals = [lambda who=who: cast(election, who, choice) for who in people]

    outcomes = at_once([*rivals, lambda: closed(election)])

    election.refresh_from_db()
    counted = outcomes.count("in") - 1
    assert (election.state, election.ballots) == ("closed", counted)
    assert Ballot.objects.count() == Voter.objects.filter(has_voted=True).count() == counted
    assert set(outcomes) <= {"in", "This ballot is not open"}


def test_another_open_ballot_loses_nothing_when_one_is_counted():
    election, _slips = an_election()
    other_seat = seat("Chair")
    other = begun(other_seat)
    who = Voter.objects.earliest("id").person
    choice = stands(other, other_seat, who)
    opened(other)
    slip = cast(other, who, choice)

    elections.close(election=election, by=None, at=AT)

    assert [str(row.pk) for row in Ballot.objects.filter(election=other)] == [slip]
