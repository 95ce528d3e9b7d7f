"""From an empty seat to the term: nominated, asked, voted, counted, in office."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from outbox.queries import local_day
from roles.models import Ballot, Role, Seat, Term
from tests.journeys.cast import a_standing_member, an_association, an_officer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def empty_seat(mailbox) -> Seat:
    """Of an association with two members, and with a president who is none."""
    an_association()
    role = Role.objects.create(title="Clerk", body=Role.Body.BOARD)
    return Seat.objects.create(role=role, number=1)


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
