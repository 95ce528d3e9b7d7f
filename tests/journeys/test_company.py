"""A meeting's page tells who is there that one knows; a colleague comes along by one tap."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from events.actions import rsvp
from network.actions import participation, ties
from outbox.queries import local_day
from tests.journeys.barriers import barriers
from tests.journeys.cast import a_standing_member, an_association
from tests.journeys.test_axe import a_meeting
from tests.network.cast import an_evening

pytestmark = [pytest.mark.broad, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene():
    """Two old friends, unseen for seven months; the other comes in nine days."""
    an_association()
    at = timezone.now()
    pair = [a_standing_member(f"{n} Member", f"{n.lower()}@example.org") for n in ("Ada", "Ben")]
    an_evening(local_day(at) - timedelta(days=210), *pair)
    for person in pair:
        participation.take_part(person=person, at=at)
    ties.recompute(today=local_day(at))
    meeting = a_meeting(at + timedelta(days=9), at)
    type(meeting).objects.filter(pk=meeting.pk).update(guest_limit=2)
    meeting.seatings.update(capacity=9)
    rsvp.answer(meeting=meeting, person=pair[1], answer="going", by=pair[1], at=at)
    return pair[0], meeting


def test_an_old_friend_is_seen_on_the_page_and_a_colleague_comes_along(
    scene, visit, sign_in_as, mailbox
):
    me, meeting = scene
    page = sign_in_as(visit(), me)
    page.goto(meeting.get_absolute_url())
    page.locator("#coming").scroll_into_view_if_needed()
    expect(page.locator("#company").get_by_text("Not seen for long")).to_be_visible()
    assert barriers(page, own=True) == []

    page.get_by_role("link", name="Bring a colleague").click()
    page.get_by_label("Name").fill("Cleo Works")
    page.get_by_label("E-mail address").fill("cleo@works.example")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("Cleo Works is invited.")).to_be_visible()

    mailbox.deliver()
    colleague = visit()
    colleague.goto(mailbox.link("cleo@works.example", "/invited/"))
    assert barriers(colleague, own=True) == []
    colleague.get_by_role("button", name="Yes, I am coming").click()
    expect(colleague.get_by_text("You are on the list.")).to_be_visible()

    page.goto("/network/invited/")
    expect(page.get_by_text("said yes")).to_be_visible()
