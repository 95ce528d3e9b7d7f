"""A membership chair brings in another product's file, watches it run, and takes it back."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from members.actions.imports import jobs
from members.models import Person
from outbox.models import Message
from tests.journeys.cast import an_association, an_officer

pytestmark = pytest.mark.django_db(transaction=True)

WILD = (
    "User ID,First name,Last name,Email,Archived,Membership level,Member since,Renewal due\r\n"
    "101,Ada,Tester,ada@example.org,no,Gold,2019-03-01,03/04/2027\r\n"
    "102,Bea,Tester,bea@example.org,yes,Gold,2019-03-01,12/31/2026\r\n"
)


def the_worker():
    while jobs.go_on(at=timezone.now()):
        pass


def test_a_chair_brings_people_in_watches_and_takes_it_back(visit, sign_in_as, mailbox):
    an_association()
    page = sign_in_as(visit(), an_officer("Membership chair", "Membership"))

    page.goto("/members/")
    page.get_by_role("link", name="Bring people in").click()
    file = {"name": "contacts.csv", "mimeType": "text/csv", "buffer": WILD.encode()}
    page.get_by_label("File of people").set_input_files(file)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_label("Renewal due")).to_have_value("period_end")
    page.get_by_role("button", name="Look it through").click()
    expect(page.get_by_text("Looking through the file")).to_be_visible()
    the_worker()

    # The page goes on by itself; days of two readings and the new plan are asked for.
    page.get_by_label("Days in “Renewal due” are written").select_option("mdy")
    page.get_by_label("“Gold” lasts").select_option("12")
    page.get_by_role("button", name="Save and look again").click()
    the_worker()
    expect(page.get_by_text("2027-03-04")).to_be_visible()
    page.get_by_label("Yes, these days are right").check()
    page.get_by_role("button", name="Bring them in").click()
    the_worker()
    undo = page.get_by_role("button", name="Undo the whole import")
    expect(undo).to_be_visible()
    assert set(Person.objects.filter(name__endswith="Tester").values_list("name", flat=True)) == {
        "Ada Tester", "Bea Tester",
    }  # fmt: skip

    undo.click()
    the_worker()
    expect(page.get_by_text("This import was undone. Nothing it brought is left.")).to_be_visible()
    assert Person.objects.filter(name__endswith="Tester").count() == 0
    assert Message.objects.exclude(kind__startswith="account").count() == 0
