"""A long statement is posted and taken back by the worker, all or nothing, once."""

import pytest

from members.actions import bank, bank_jobs
from members.models import Payment, Person, StatementJob
from members.queries.bank import is_busy, job_of
from members.queries.quotes import missing_of, quote
from outbox.queries import local_day
from tests.events.cast import an_officer, browser
from tests.members.factories import NOON, a_person, a_plan, last_membership
from tests.members.test_actions_bank import ada, read

# The progress is written beside the running work, so rows must be there for all to see.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def statement(monkeypatch):
    """One line, which is long enough for a worker here."""
    monkeypatch.setattr(bank_jobs, "AT_ONCE", 0)
    ada()
    return read("10.06.2026;Ada Payer;dues;120,00")


def ask(statement, wish="post"):
    return bank_jobs.ask(statement=statement, wish=wish, by=None, at=NOON)


def test_it_waits_for_the_worker_and_is_posted_once(statement):
    ask(statement)
    ask(statement)
    waited = (is_busy(statement), Payment.objects.filter(source="bank").count())

    worked = [bank_jobs.go_on(at=NOON) for _round in range(2)]

    assert (waited, worked) == ((True, 0), [True, False])
    assert Payment.objects.filter(source="bank").count() == 1
    assert (is_busy(statement), job_of(statement).progress) == (False, 1)


def test_it_is_taken_back_the_same_way(statement):
    bank.post(statement=statement, by=None, at=NOON)

    ask(statement, "undo")
    bank_jobs.go_on(at=NOON)

    statement.refresh_from_db()
    assert statement.state == "undone"
    assert last_membership(Person.objects.get(name="Ada Payer")).voided_on == local_day(NOON)


def test_what_cannot_be_posted_says_why_and_leaves_all_as_it_was(statement):
    bank.post(statement=statement, by=None, at=NOON)

    ask(statement)
    bank_jobs.go_on(at=NOON)

    statement.refresh_from_db()
    assert statement.state == "posted"
    assert "Look at it again." in job_of(statement).failure


def test_work_that_was_cut_off_three_times_is_given_up(statement):
    ask(statement)
    StatementJob.objects.update(attempts=3)

    bank_jobs.go_on(at=NOON)

    assert Payment.objects.filter(source="bank").count() == 0
    assert "tried three times" in job_of(statement).failure


def test_the_page_shows_how_far_it_is(statement):
    treasurer = browser(an_officer("A Treasurer", "Treasurer"))

    ask(statement)
    page = treasurer.get(f"/dues/bank/{statement.pk}/").content.decode()

    assert "Recording the payments" in page
    assert 'hx-trigger="every 2s"' in page


def test_many_quotes_are_as_one_by_one():
    people = [ada(), a_person("A Guest")]
    free = a_plan(dues_cents=0)
    other = a_person("Somebody Free")
    bank.memberships.join(person=other, plan=free, start=local_day(NOON), by=None, at=NOON)
    people.append(other)
    day = local_day(NOON)

    one_by_one = {
        person.pk: found.missing_cents if (found := quote(person, None, day)) else 0
        for person in people
    }

    assert missing_of([person.pk for person in people], day) == one_by_one
    assert sorted(one_by_one.values()) == [0, 0, 12000]
