"""The programme board: a year at a glance, for chairs alone; topics for members."""

from datetime import date

import pytest
import time_machine

from events.models import Meeting, Series, SpeakerAsk, Speaking, TopicIdea
from tests.events.cast import browser
from tests.events.scenes import NOON, a_draft, a_letterhead, a_login, a_member, a_series
from tests.events.speakers import a_chair, a_request, accepted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    a_letterhead()
    with time_machine.travel(NOON, tick=False):
        yield


def a_signed_in_member(name="A Member"):
    person = a_member(name, f"{name[-1]}@example.org", start=date(2026, 1, 1))
    a_login(person, f"{name[-1]}@example.org")
    return person


def test_an_empty_month_is_marked():
    a_draft(10)

    page = browser(a_chair()).get("/programme/").content.decode()

    assert page.count("No meeting this month.") == 11
    assert "1 meeting has no speaker yet." in page


@pytest.mark.parametrize("path", ["", "series/", "series/new/", "backups/add/", "topics/"])
def test_every_page_of_the_programme_opens(path):
    a_series()

    assert browser(a_chair()).get(f"/programme/{path}").status_code == 200


@pytest.mark.parametrize("path", ["", "series/", "backups/add/"])
def test_a_member_does_not_find_the_board(path):
    assert browser(a_signed_in_member()).get(f"/programme/{path}").status_code == 404


@pytest.mark.parametrize("path", ["", "invite/", "move/"])
def test_the_pages_of_one_meeting_open(path):
    ask = accepted()

    assert browser(ask.asked_by).get(f"/programme/{ask.meeting.slug}/{path}").status_code == 200


def test_a_request_has_its_page():
    ask = a_request()

    page = browser(ask.asked_by).get(f"/programme/asks/{ask.pk}/").content.decode()

    assert "asked 1, yes 0, no 0, no answer 1" in page


def rhythm(**changes):
    return {
        "name": "Evening", "kind": "talk", "which": "third", "weekday": "WE", "without": ["8"],
        "local_time": "19:00", "duration_minutes": "120", "timezone": "Europe/Berlin",
        "guest_limit": "2",
    } | changes  # fmt: skip


def test_dates_are_shown_before_anything_is_saved():
    page = browser(a_chair()).post("/programme/series/new/", rhythm(preview="1"))

    assert "Wednesday 15 July 2026" in page.content.decode()
    assert "19 August 2026" not in page.content.decode()
    assert Series.objects.count() == 0


def test_dates_are_shown_on_the_clock_of_the_series():
    there = rhythm(preview="1", timezone="America/New_York")

    page = browser(a_chair()).post("/programme/series/new/", there).content.decode()

    assert "7 p.m. EDT" in page
    assert "7 p.m. EST" in page


def test_who_already_stands_on_the_programme_is_named():
    meeting = a_draft(60)
    Speaking.objects.create(meeting=meeting, printed_name="Ada Nova")

    page = browser(a_chair()).get(f"/programme/{meeting.slug}/").content.decode()

    assert "Ada Nova" in page
    assert "Nobody is asked yet." not in page


def test_a_rule_picked_in_words_is_saved_and_made_into_dates():
    chair = browser(a_chair())

    chair.post("/programme/series/new/", rhythm())
    chair.post("/programme/series/evening/ahead/")

    assert Series.objects.get().rule == "FREQ=MONTHLY;BYDAY=3WE;BYMONTH=1,2,3,4,5,6,7,9,10,11,12"
    assert Meeting.objects.count() == 11


def test_a_chair_asks_a_new_speaker():
    meeting, chair = a_draft(60), a_chair()

    answer = browser(chair).post(
        f"/programme/{meeting.slug}/invite/",
        {"name": "Ada Nova", "email": "ada@example.net", "dates": [meeting.pk], "minutes": 30},
    )

    assert answer.status_code == 303
    assert SpeakerAsk.objects.get().person.name == "Ada Nova"


def test_a_topic_is_suggested_seconded_and_taken():
    first, second = a_signed_in_member("A Member1"), a_signed_in_member("A Member2")
    browser(first).post("/programme/topics/", {"title": "Bees"})
    idea, meeting = TopicIdea.objects.get(), a_draft(60, topic="")

    browser(second).post(f"/programme/topics/{idea.uid}/second/")
    browser(a_chair()).post(f"/programme/topics/{idea.uid}/take/", {"meeting": meeting.slug})

    idea.refresh_from_db()
    meeting.refresh_from_db()
    assert (idea.seconds.count(), idea.state, meeting.topic) == (2, "taken", "Bees")
