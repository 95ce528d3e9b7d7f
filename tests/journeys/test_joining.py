"""From the first word typed to belonging: an applicant, and a guest who comes back."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from association.actions import newcomers
from events.actions import attendance, guests
from members.models import Application, Membership, Person
from outbox.queries import local_day
from tests.journeys.cast import a_standing_member, an_association, an_officer
from tests.members.factories import a_plan
from tests.security.scene import evening

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chair(mailbox):
    """Of an association with one plan, who may approve and record payments."""
    an_association()
    a_plan(name="Member")
    return an_officer("Chair", "Membership")


def keep_newcomers() -> None:
    at = timezone.now()
    newcomers.keep(today=local_day(at), at=at)


def fill_in(page, name: str, address: str) -> None:
    page.goto("/join/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Private e-mail address").fill(address)
    page.get_by_label("I agree.").check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()


def approve_and_record(desk) -> None:
    desk.goto("/applications/")
    desk.get_by_role("button", name="Approve").click()
    desk.get_by_role("link", name="Record the payment").click()
    desk.get_by_role("button", name="Save").click()
    desk.wait_for_url("**/dues/")


@pytest.mark.broad
def test_a_stranger_joins_is_approved_pays_and_is_promised_four_things(
    visit, sign_in_as, mailbox, chair
):
    fill_in(visit(), "A Newcomer", "new@example.org")
    mailbox.deliver()
    phone = visit()
    phone.goto(mailbox.link("new@example.org", "/join/"))
    expect(phone.get_by_text("new@example.org")).to_be_visible()
    assert Person.objects.filter(name="A Newcomer").count() == 0
    phone.get_by_role("button", name="Yes, send my application").click()
    expect(phone.get_by_text("It has arrived.")).to_be_visible()

    desk = sign_in_as(visit(), chair)
    approve_and_record(desk)

    assert Membership.objects.get().person.name == "A Newcomer"
    mailbox.deliver(timezone.now() + timedelta(minutes=11))
    assert "has begun" in mailbox.last("new@example.org", "begun")
    keep_newcomers()
    desk.goto("/newcomers/")
    desk.get_by_role("button", name=re.compile("Done.*a call")).click()
    expect(desk.get_by_text("Kept: a call for A Newcomer.")).to_be_visible()
    desk.get_by_role("button", name="Undo").click()
    expect(desk.get_by_text("Open again: a call for A Newcomer.")).to_be_visible()


@pytest.mark.long
def test_without_scripting_an_application_goes_the_same_way(visit, sign_in_as, mailbox, chair):
    fill_in(visit(java_script_enabled=False), "A Newcomer", "new@example.org")
    mailbox.deliver()
    page = visit(java_script_enabled=False)
    page.goto(mailbox.link("new@example.org", "/join/"))
    page.get_by_role("button", name="Yes, send my application").click()

    approve_and_record(sign_in_as(visit(java_script_enabled=False), chair))

    assert Application.objects.get().state == "approved"
    assert Membership.objects.count() == 1


@pytest.mark.broad
def test_a_guest_comes_twice_is_asked_and_joins_as_the_same_person(
    visit, sign_in_as, mailbox, chair
):
    organizer = an_officer("Organizer", "Organizer")
    a_standing_member("A Member")
    soon = evening(48)
    page = visit()
    page.goto("/")
    page.get_by_role("link", name="Come as our guest").click()
    page.get_by_label("Name").fill("A Guest")
    page.get_by_label("E-mail address").fill("guest@example.org")
    page.get_by_label("Who told you about us?").fill("A friend")
    page.get_by_role("button", name="I would like to come").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    assert soon.rsvps.get().state == "offered"

    mailbox.deliver()
    other = visit()
    other.goto(mailbox.link("guest@example.org", "/guests/"))
    other.get_by_role("button", name="Yes, I am coming").click()
    expect(other.get_by_text("You are on the list.")).to_be_visible()
    expect(other.get_by_text(f"{organizer.name} meets you at the door")).to_be_visible()

    guest = Person.objects.get(name="A Guest")
    for meeting in (evening(), evening(-0.4)):
        attendance.check_in(meeting=meeting, person=guest, by=None, at=timezone.now())
    desk = sign_in_as(visit(), chair)
    desk.goto("/newcomers/guests/")
    expect(desk.get_by_text("2 visits")).to_be_visible()
    guests.ask_to_apply(at=timezone.now())
    mailbox.deliver()
    join = mailbox.link("guest@example.org", "/join/")

    fill_in(other, "A Guest Indeed", "guest@example.org")
    assert join == "/join/"
    mailbox.deliver()
    other.goto(mailbox.link("guest@example.org", "/join/"))
    other.get_by_role("button", name="Yes, send my application").click()
    approve_and_record(desk)

    assert Membership.objects.get(person=guest).plan.name == "Member"
    assert Person.objects.filter(emails__address="guest@example.org").get() == guest
