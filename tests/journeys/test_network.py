"""A member on a phone finds an old friend again, and the clock is reset."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from members.models import Visibility
from network.actions import participation, ties
from tests.journeys.cast import a_standing_member, an_association
from tests.network.cast import an_evening

pytestmark = [pytest.mark.broad, pytest.mark.django_db(transaction=True)]


def test_a_member_is_reminded_of_an_old_friend_writes_and_says_we_spoke(visit, sign_in_as, mailbox):
    an_association()
    today = timezone.now().date()
    me, friend = (a_standing_member(f"{n} Member", f"{n}@example.org") for n in ("Ada", "Ben"))
    Visibility.objects.create(person=friend, field="email", audience="met")
    an_evening(today - timedelta(days=200), me, friend, topic="Boats that forgive")
    participation.take_part(person=friend, at=timezone.now())
    page = sign_in_as(visit(), me)

    page.goto("/network/")
    page.get_by_role("button", name="Take part").click()
    expect(page.get_by_text("You were both at “Boats that forgive”")).to_be_visible()
    page.get_by_label("A first line, yours to change").fill("How is the boat?")
    write = page.get_by_role("link", name="Write : Ben Member")
    assert write.get_attribute("href").endswith("?body=How%20is%20the%20boat%3F")
    page.get_by_role("button", name="We spoke").click()

    expect(page.get_by_text("You are in touch with everybody you know")).to_be_visible()
    page.get_by_role("link", name="People you met").click()
    expect(page.get_by_text("last in touch today")).to_be_visible()
    page.get_by_role("link", name="What is remembered").click()
    page.get_by_role("button", name="Leave and be forgotten").click()
    expect(page.get_by_text("it has forgotten you")).to_be_visible()
    assert ties.recompute(today=today) == 0
