"""From the letter to the waiting list, to an offer that runs out, and to the next in line."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from events.actions import meetings, reminders, rsvp
from events.models import Needs, Rsvp
from tests.events.scenes import a_series
from tests.journeys.cast import a_standing_member, an_association

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting(mailbox):
    """Tomorrow, one seat; everybody was asked by letter."""
    now = timezone.now()
    an_association()
    start = (now + timedelta(hours=20)).replace(tzinfo=None)
    made = meetings.create(series=a_series(capacity=1), starts_local=start, by=None, at=now)
    meetings.publish(meeting=made, by=None, at=now)
    for name in ("First", "Second", "Third"):
        a_standing_member(f"A {name}")
    reminders.queue_due(at=now)
    mailbox.deliver()
    return made


def states(meeting):
    return list(Rsvp.objects.filter(meeting=meeting).order_by("id").values_list("state", flat=True))


@pytest.mark.broad
def test_an_offer_nobody_takes_goes_to_the_next_in_line(visit, mailbox, meeting):
    page, later = visit(), timezone.now() + timedelta(hours=2, minutes=1)

    def open_letter(name):
        page.goto(mailbox.link(f"{name}@example.org", "/r/"))

    for name in ("first", "second", "third"):
        open_letter(name)
        page.locator("#answer button[value=going]").click()
        expect(page.locator("#answer button[value=cancelled]")).to_be_visible()
    assert states(meeting) == ["going", "waitlisted", "waitlisted"]
    expect(page.locator("#answer [role=status]")).to_contain_text("2")

    open_letter("first")
    page.locator("#answer button[value=cancelled]").click()
    expect(page.locator("#answer button[value=cancelled]")).to_have_count(0)
    assert states(meeting) == ["cancelled", "offered", "waitlisted"]

    rsvp.sweep_offers(at=later)
    mailbox.deliver(later)
    assert states(meeting)[2] == "offered"
    open_letter("third")
    page.get_by_role("button", name="Yes, I take the seat").click()
    expect(page.locator("#answer button[value=cancelled]")).to_be_visible()
    page.locator("#needs-diet").fill("Nuts")
    page.get_by_role("button", name="Tell the organizers").click()
    expect(page.get_by_text("The organizers know.")).to_be_visible()

    assert states(meeting)[2] == "going"
    assert Needs.objects.values_list("rsvp__person__name", "diet").get() == ("A Third", "Nuts")
