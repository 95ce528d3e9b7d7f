"""The door page: who opens it, what it shows, and its forms."""

import pytest
import time_machine

from events.actions import attendance
from kit.models import Setting
from tests.events.cast import HTMX, an_officer, browser, evening, here, tonight
from tests.events.scenes import a_letterhead, a_login, a_meeting, a_member, a_person, members, say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_the_door():
    a_letterhead()
    with time_machine.travel(evening(), tick=False):
        yield


@pytest.fixture
def organizer():
    return browser(an_officer("An Organizer", "Organizer"))


def url(meeting, rest=""):
    return f"/meetings/{meeting.slug}/door/{rest}"


def test_the_page_lists_who_is_still_to_come(organizer):
    meeting, (member,) = tonight(), members(1)
    say(meeting, member)

    page = organizer.get(url(meeting)).content.decode()

    assert f"{member.name}</span>" in page
    assert "0 in, 1 to come" in page


def test_three_letters_find_somebody_without_an_answer(organizer):
    meeting = tonight()
    a_member("Zoë Quiet")

    answer = organizer.get(url(meeting), {"q": "quí"}, **HTMX)

    assert "Zoë Quiet" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_one_tap_checks_in_and_offers_an_undo(organizer):
    meeting, member = tonight(), a_person("A Member")

    answer = organizer.post(url(meeting, f"in/{member.uid}/"), **HTMX)

    assert here(meeting) == [("A Member", "present", "name")]
    assert f"door/undo/{member.uid}/" in answer.content.decode()


def test_a_plain_form_leads_back_to_the_page(organizer):
    meeting, member = tonight(), a_person("A Member")

    answer = organizer.post(url(meeting, f"in/{member.uid}/"))

    assert (answer.status_code, answer["Location"]) == (303, url(meeting))


def test_a_second_tap_says_since_when(organizer):
    meeting, member = tonight(), a_person("A Member")
    organizer.post(url(meeting, f"in/{member.uid}/"))

    answer = organizer.post(url(meeting, f"in/{member.uid}/"), **HTMX)

    assert "A Member is already in, since 19:00." in answer.content.decode()


def test_undo_takes_back(organizer):
    meeting, member = tonight(), a_person("A Member")
    organizer.post(url(meeting, f"in/{member.uid}/"))

    organizer.post(url(meeting, f"undo/{member.uid}/"))

    assert here(meeting) == []


@pytest.mark.parametrize("rest", ["in/{uid}/", "undo/{uid}/", "excuse/{uid}/", "reopen/"])
def test_looking_never_acts(organizer, rest):
    meeting, member = tonight(), a_person("A Member")

    answer = organizer.get(url(meeting, rest.format(uid=member.uid)))

    assert (answer.status_code, here(meeting)) == (405, [])


def test_an_unknown_person_or_meeting_is_not_found(organizer):
    meeting = tonight()

    missing = url(meeting, "in/00000000-0000-0000-0000-000000000000/")
    assert organizer.post(missing).status_code == 404
    assert organizer.get("/meetings/no-such-evening/door/").status_code == 404


def test_a_stranger_is_sent_to_log_in():
    answer = browser().get(url(tonight()))

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_for_a_member_there_is_no_door():
    member = a_member("A Member")
    a_login(member, "member@example.org")
    meeting = tonight()

    client = browser(member)

    assert client.get(url(meeting)).status_code == 404
    assert client.post(url(meeting, f"in/{member.uid}/")).status_code == 404
    assert here(meeting) == []


def test_before_the_door_opens_a_tap_is_refused_with_a_sentence(organizer):
    meeting, member = a_meeting(3), a_person("A Member")

    answer = organizer.post(url(meeting, f"in/{member.uid}/"), **HTMX)

    assert (answer.status_code, here(meeting)) == (409, [])
    assert "the door is not open yet" in answer.content.decode()


def test_a_walk_in_shows_whom_it_may_be_before_it_adds_anybody(organizer):
    meeting, member = tonight(), a_member("Jane Roe")

    answer = organizer.post(url(meeting, "walk-in/"), {"name": "Jane Ro"})

    assert (answer.status_code, here(meeting)) == (200, [])
    assert f"door/in/{member.uid}/" in answer.content.decode()


def test_a_walk_in_nobody_knows_is_added_at_once(organizer):
    meeting = tonight()

    answer = organizer.post(url(meeting, "walk-in/"), {"name": "Some Passer-by"})

    assert answer.status_code == 303
    assert here(meeting) == [("Some Passer-by", "present", "walk_in")]


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "\u200b"},
        {"name": "x" * 201},
        {"name": "A Guest", "email": "nothing"},
        {"name": "A Guest", "host": "Nobody Known"},
    ],
)
def test_a_walk_in_with_bad_fields_is_asked_again(organizer, fields):
    meeting = tonight()

    answer = organizer.post(url(meeting, "walk-in/"), fields)

    assert (answer.status_code, here(meeting)) == (422, [])


def test_a_walk_in_with_somebodys_address_is_asked_again(organizer):
    meeting = tonight()
    a_person("A Member", "taken@example.org")

    fields = {"name": "Quite Another", "email": "taken@example.org", "anyway": "on"}
    answer = organizer.post(url(meeting, "walk-in/"), fields)

    assert (answer.status_code, here(meeting)) == (422, [])


def test_closing_asks_first_and_can_be_taken_back(organizer):
    meeting, (member,) = tonight(), members(1)
    say(meeting, member)
    assert member.name in organizer.get(url(meeting, "close/")).content.decode()

    organizer.post(url(meeting, "close/"), {"excused": [str(member.pk), "x"]})
    assert here(meeting) == [(member.name, "excused", "closing")]

    organizer.post(url(meeting, "reopen/"))
    assert here(meeting) == []


def test_newcomers_and_those_long_away_are_greeted(organizer):
    old, recent = tonight(topic="Before"), tonight(topic="Tonight")
    type(old).objects.filter(pk=old.pk).update(starts_at=evening(-60 * 24 * 400))
    back, new = members(2)
    attendance.check_in(meeting=recent, person=back, by=None, at=evening())
    old.attendances.create(
        person=back, state="present", method="name", arrived_at=evening(), recorded_at=evening()
    )
    say(recent, new)

    page = organizer.get(url(recent)).content.decode()

    assert page.count("welcome back") == 1
    assert page.count("first time") == 1


def test_the_quorum_counts_members_in_good_standing(organizer):
    Setting.objects.create(key="events.quorum", value=2)
    meeting, (member,), guest = tonight(), members(1), a_person("A Guest")
    for person in (member, guest):
        attendance.check_in(meeting=meeting, person=person, by=None, at=evening())

    assert "1 members of 2 for a quorum" in organizer.get(url(meeting)).content.decode()


@pytest.mark.parametrize("number", [1, 8])
def test_the_lists_cost_twelve_queries_for_few_and_many(
    organizer, number, django_assert_num_queries
):
    meeting = tonight()
    for person in members(number):
        say(meeting, person, "going", "A Guest")
    organizer.get(url(meeting))

    with django_assert_num_queries(12):
        organizer.get(url(meeting), {"q": "mem"}, **HTMX)
