"""Met, lost from sight, asked to lunch, had lunch: the clock begins anew."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from network.actions import coffee_asks, participation, ties
from network.models import Pairing
from outbox.queries import local_day
from tests.journeys.cast import a_standing_member, an_association
from tests.network.cast import an_evening

pytestmark = [pytest.mark.broad, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def friends():
    """Two who take part and last met seven months ago."""
    an_association()
    at = timezone.now()
    pair = [a_standing_member(f"{n} Member", f"{n.lower()}@example.org") for n in ("Ada", "Ben")]
    an_evening(local_day(at) - timedelta(days=210), *pair, topic="Boats that forgive")
    for person in pair:
        participation.take_part(person=person, at=at)
    ties.recompute(today=local_day(at))
    return pair


def two_days_later() -> None:
    """The lunch lies two days back."""
    row = Pairing.objects.get()
    row.times = [one - (row.agreed_at - timezone.now()) - timedelta(days=2) for one in row.times]
    row.times.sort()
    row.agreed_at = row.times[0]
    row.save()


def test_from_losing_touch_to_lunch_and_the_clock_is_reset(friends, visit, sign_in_as, mailbox):
    me, friend = friends
    page = sign_in_as(visit(), me)
    page.goto("/network/")
    page.get_by_role("link", name="Propose a lunch").click()
    page.get_by_label("A word to go with it").fill("How is the boat?")
    page.get_by_role("button", name="Ask Ben").click()
    expect(page.get_by_text("Ben is asked.")).to_be_visible()

    mailbox.deliver()
    other = sign_in_as(visit(), friend)
    other.goto(mailbox.link("ben@example.org", "/network/coffee/"))
    expect(other.get_by_text("How is the boat?")).to_be_visible()
    other.get_by_role("button", name="12:30").first.click()
    expect(other.get_by_text("It is fixed.")).to_be_visible()
    mailbox.deliver()
    for address in ("ada@example.org", "ben@example.org"):
        parts = {part.get_content_type() for part in mailbox.letters(address)[-1].walk()}
        assert "text/calendar" in parts

    two_days_later()
    coffee_asks.ask(at=timezone.now().replace(hour=22))
    mailbox.deliver(timezone.now() + timedelta(days=1))
    phone = visit()
    phone.goto(mailbox.link("ada@example.org", "/met/"))
    phone.get_by_role("button", name="Yes, we met").click()
    expect(phone.get_by_text("It is noted for all of you.")).to_be_visible()

    for device in (page, other):
        device.goto("/network/")
        expect(device.get_by_text("You are in touch with everybody you know")).to_be_visible()
    page.goto("/network/people/")
    expect(page.get_by_text("last in touch 2 days ago")).to_be_visible()
