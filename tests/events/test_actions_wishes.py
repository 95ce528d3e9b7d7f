"""Needs are told with a yes, seen by organizers alone and gone a month later."""

from datetime import timedelta

import pytest

from events.actions import wishes
from events.actions.refusals import NotPossible
from events.models import Needs
from events.queries.sheets import badges
from tests.events.cast import an_officer, browser
from tests.events.scenes import NOON, a_letterhead, a_login, a_meeting, members, say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to("2026-06-15 12:00:00+00:00", tick=False)
    a_letterhead()


def tell(meeting, person, diet="", access=""):
    return wishes.tell(meeting=meeting, person=person, diet=diet, access=access, by=person, at=NOON)


def test_needs_without_an_answer_are_refused():
    with pytest.raises(NotPossible):
        tell(a_meeting(5), members(1)[0], diet="nuts")


def test_the_badge_says_open_to_work_by_consent_and_for_that_evening(client):
    meeting, [person, other] = a_meeting(5), members(2)
    for one in (person, other):
        say(meeting, one)
    a_login(person, "one@example.org")
    own = browser(person)

    own.post(f"/meetings/{meeting.slug}/needs/", {"diet": "", "access": "", "open_to_work": "on"})

    ribbons = {badge.name: badge.ribbons for badge in badges(meeting)}
    assert "Open to work" in ribbons[person.name]
    assert "Open to work" not in ribbons[other.name]
    assert 'name="open_to_work" checked' in own.get(meeting.get_absolute_url()).content.decode()
    own.post(f"/meetings/{meeting.slug}/needs/", {"diet": "", "access": ""})
    assert not Needs.objects.exists()


def test_needs_are_replaced_and_taken_back():
    meeting, [person] = a_meeting(5), members(1)
    say(meeting, person)

    first, again, none = tell(meeting, person, "nuts"), tell(meeting, person, "", "ramp"), None
    seen = list(Needs.objects.values_list("diet", "access"))
    none = tell(meeting, person)

    assert (first, again, none) == (True, True, False)
    assert seen == [("", "ramp")]
    assert Needs.objects.count() == 0


def test_needs_are_deleted_thirty_days_after_the_meeting_and_not_before():
    meeting, [person] = a_meeting(5), members(1)
    say(meeting, person)
    tell(meeting, person, "nuts")

    early = wishes.forget(at=meeting.ends_at + timedelta(days=29))
    due = wishes.forget(at=meeting.ends_at + timedelta(days=30))

    assert (early, due, Needs.objects.count()) == (0, 1, 0)


def test_only_organizers_read_the_needs():
    meeting, [person] = a_meeting(5), members(1)
    say(meeting, person)
    a_login(person, "m@example.org")
    browser(person).post(f"{meeting.get_absolute_url()}needs/", {"diet": "no walnuts"})
    path = f"{meeting.get_absolute_url()}answers/"

    pages = [
        browser(an_officer(f"The {group}", group)).get(path) for group in ("Organizer", "Treasurer")
    ]

    assert ["no walnuts" in page.text for page in pages] == [True, False]
    assert browser(person).get(path).status_code == 404
