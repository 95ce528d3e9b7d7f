"""From an empty seat to the term and past its end: nominated, asked, voted, counted, in office,
handed over, holding over while nobody else could appoint."""

import re
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from members.models import Person
from outbox.queries import local_day
from roles.models import Ballot, Seat, Term
from tests.journeys.cast import BERLIN, a_standing_member, an_association, an_officer, seat_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def empty_seat(mailbox) -> Seat:
    """Of an association with two members, and with a president who is none."""
    an_association()
    return seat_of("Clerk", "Board admin")


def begin(desk, where: Seat) -> str:
    """The president begins the election from the page of the seat; gives its address."""
    today = local_day(timezone.now())
    desk.goto(f"/board/seats/{where.pk}/")
    desk.get_by_role("link", name="Elect somebody").click()
    desk.get_by_label("Title").fill("A new clerk")
    expect(desk.get_by_label("Clerk 1")).to_be_checked()
    desk.get_by_label("First day of the terms").fill((today + timedelta(days=1)).isoformat())
    desk.get_by_label("Last day of nominations").fill(today.isoformat())
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("heading", name="A new clerk")).to_be_visible()
    return desk.url


def nominate(phone, election: str, name: str) -> None:
    phone.goto(election)
    phone.get_by_role("link", name="Stand yourself, or nominate somebody").click()
    phone.get_by_label("Who").fill(name)
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("heading", name="A new clerk")).to_be_visible()


def say_yes(phone, mailbox, address: str) -> None:
    mailbox.deliver()
    phone.goto(mailbox.link(address, "/board/elections/nominations/"))
    phone.get_by_label("Yes, I stand").check()
    phone.get_by_label("A few words to the voters").fill("I write fast.")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("You stand as Clerk.")).to_be_visible()


def vote(phone, mailbox, address: str) -> str:
    """Cross the one who stands; gives the receipt."""
    phone.goto(mailbox.link(address, "/board/elections/"))
    phone.get_by_label("A Candidate").check()
    phone.get_by_role("button", name="Put it into the box").click()
    expect(phone.get_by_role("heading", name="Your vote is in the box")).to_be_visible()
    return phone.locator("code").inner_text()


@pytest.mark.broad
def test_an_empty_seat_is_filled_by_a_secret_vote(visit, sign_in_as, mailbox, empty_seat):
    president = an_officer("President", "Board admin")
    candidate, friend = (a_standing_member(f"A {who}") for who in ("Candidate", "Friend"))
    desk = sign_in_as(visit(), president)
    phones = [sign_in_as(visit(), who) for who in (candidate, friend)]
    election = begin(desk, empty_seat)
    nominate(phones[1], election, "A Candidate")
    say_yes(phones[0], mailbox, "candidate@example.org")

    desk.goto(election)
    desk.get_by_role("button", name="Publish the slate").click()
    desk.get_by_role("link", name="Open the ballot").click()
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("0 of 2 have voted")).to_be_visible()
    mailbox.deliver()
    addresses = ("candidate@example.org", "friend@example.org")
    slips = {
        vote(phone, mailbox, address) for phone, address in zip(phones, addresses, strict=True)
    }
    desk.goto(election)
    desk.get_by_role("button", name="Count the ballots").click()
    expect(desk.get_by_text(re.compile("2 votes"))).to_be_visible()
    desk.get_by_role("button", name="Make the terms").click()
    expect(desk.get_by_text("The terms are made.")).to_be_visible()
    phones[1].goto(f"{election}recount/")

    assert {str(pk) for pk in Ballot.objects.values_list("pk", flat=True)} == slips
    expect(phones[1].get_by_text("give the same result")).to_be_visible()
    term = Term.objects.get(seat=empty_seat)
    assert (term.person, term.kind, term.appointed_by) == (candidate, "elected", president)
    serve_and_stay(sign_in_as, phones[0], desk, term)


def serve_and_stay(sign_in_as, phone, desk, term: Term) -> None:
    """The clerk has the rights from the first day on, writes down what the next one must know, and
    keeps them past the last day, when the president's are gone and nobody else could appoint."""
    fill, handover = (f"/board/seats/{term.seat_id}/{page}/" for page in ("fill", "handover"))
    assert phone.goto(fill).status == 404
    with time_machine.travel(noon(term.period.lower), tick=True):
        sign_in_as(phone, term.person)
        assert phone.goto(fill).status == 200
        phone.goto(f"{handover}key/")
        phone.get_by_label("What", exact=True).fill("The bank")
        phone.get_by_role("button", name="Save").click()
        expect(phone.get_by_role("heading", name="Hand-over")).to_be_visible()
        expect(phone.get_by_text("The bank", exact=True)).to_be_visible()
    with time_machine.travel(noon(term.period.upper + timedelta(days=1)), tick=True):
        call_command("tick", "--at", timezone.now().isoformat(), verbosity=0)
        for page, person, answer in ((desk, president_of(term), 404), (phone, term.person, 200)):
            sign_in_as(page, person)
            assert page.goto(fill).status == answer
        phone.goto("/board/")
        expect(phone.get_by_text("holding over").first).to_be_visible()


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), BERLIN)


def president_of(term: Term) -> Person:
    """Who made the term."""
    assert term.appointed_by
    return term.appointed_by
