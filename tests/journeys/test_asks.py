"""An empty seat, three names, somebody who asks, a yes, and a term."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from members.models import Person
from network.actions import participation, ties
from network.models import Ask
from outbox.queries import local_day
from roles.models import Role, Seat, Term
from tests.journeys.cast import a_standing_member, an_association, an_officer
from tests.network.cast import an_evening

pytestmark = [pytest.mark.broad, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people():
    """An officer who may appoint, a gardener, and a member who knows the gardener well."""
    an_association()
    at = timezone.now()
    officer = an_officer("President", "Board admin")
    gardener, friend = (
        a_standing_member(f"{name} Member", f"{name.lower()}@example.org")
        for name in ("Gus", "Fay")
    )
    Person.objects.filter(pk=gardener.pk).update(skills="Gardening")
    for weeks in (2, 4, 6):
        an_evening(local_day(at) - timedelta(weeks=weeks), gardener, friend)
    for person in (gardener, friend):
        participation.take_part(person=person, at=at)
    ties.recompute(today=local_day(at))
    role = Role.objects.create(title="Tea garden", body="standing", skills="gardening")
    Seat.objects.create(role=role, number=1)
    return officer, friend


def test_from_an_open_seat_to_a_term(people, visit, sign_in_as):
    officer, friend = people
    desk = sign_in_as(visit(), officer)
    desk.goto("/board/asks/")
    desk.get_by_role("link", name="Tea garden 1").click()
    expect(desk.get_by_text("Names as a skill: gardening.")).to_be_visible()
    expect(desk.get_by_text("Fay Member knows Gus well and could ask.")).to_be_visible()
    desk.get_by_role("button", name="Let Fay ask").click()
    expect(desk.get_by_text("Fay Member is to say whether to ask Gus Member.")).to_be_visible()

    phone = sign_in_as(visit(), friend)
    phone.goto("/")
    expect(phone.get_by_role("heading", name="Would you ask Gus Member?")).to_be_visible()
    phone.get_by_role("link", name="What it is about").click()
    phone.get_by_role("button", name="I will ask").click()
    phone.get_by_role("button", name="I have asked").click()
    phone.get_by_label("Yes", exact=True).check()
    phone.get_by_label("A note for the officer").fill("From spring on.")
    phone.get_by_role("button", name="Tell the answer").click()
    expect(phone.get_by_text("Noted. Thank you for asking.")).to_be_visible()
    expect(phone.get_by_text("Would you ask Gus Member?")).to_have_count(0)

    desk.goto("/")
    desk.get_by_role("link", name="1 person who was asked said yes.").click()
    expect(desk.get_by_text("“From spring on.”")).to_be_visible()
    desk.get_by_role("link", name="Tea garden 1").click()
    desk.get_by_role("link", name="Put into the seat").click()
    desk.get_by_role("button", name="Put into the seat").click()
    expect(desk.get_by_text("Gus Member is in the seat.")).to_be_visible()

    term = Term.objects.get(seat__role__title="Tea garden")
    assert (term.person.name, term.appointed_by) == ("Gus Member", officer)
    assert Ask.objects.get().state == "yes"
    desk.goto("/board/asks/")
    expect(desk.get_by_role("link", name="Tea garden 1")).to_have_count(0)
