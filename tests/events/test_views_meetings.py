"""The list of meetings and the page of one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.actions import meetings
from events.models import Meeting, Rsvp, Speaking, Talk
from members.actions import people
from tests.events.scenes import (
    a_draft,
    a_letterhead,
    a_login,
    a_meeting,
    a_member,
    members,
    say,
)
from tests.members.factories import a_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to("2026-06-15 12:00:00+00:00")
    a_letterhead()


@pytest.fixture
def member(client):
    [person] = members(1)
    client.force_login(a_login(person, "member@example.org"))
    return person


def test_the_list_shows_coming_meetings_soonest_first(client):
    later, sooner = a_meeting(20, topic="Later"), a_meeting(5, topic="Sooner")
    a_draft(3, topic="Hidden draft")

    page = client.get("/meetings/").context["page"]

    assert [row.pk for row in page] == [sooner.pk, later.pk]


def test_a_search_finds_topic_speaker_and_place_by_any_words(client):
    meeting = a_meeting(5, topic="Über Brücken")
    a_meeting(6, topic="Something else")
    Speaking.objects.create(meeting=meeting, printed_name="Grace Example")
    meetings.refresh_search(meeting)

    found = client.get("/meetings/", {"q": "brucken GRACE"}).context["page"]

    assert [row.pk for row in found] == [meeting.pk]


def test_a_list_of_three_costs_as_many_queries_as_a_list_of_one(
    client, member, django_assert_num_queries
):
    a_meeting(5)
    client.get("/meetings/")
    with django_assert_num_queries(9):
        client.get("/meetings/")
    a_meeting(6)
    say(a_meeting(7), member)

    with django_assert_num_queries(9):
        client.get("/meetings/")


def test_a_bad_page_number_shows_the_last_page(client):
    a_meeting(5)

    assert client.get("/meetings/", {"page": "x"}).context["page"].number == 1
    assert client.get("/meetings/", {"page": "99"}).context["page"].number == 1


def test_a_stranger_sees_a_public_meeting_but_not_who_comes(client):
    meeting, [person] = a_meeting(5, topic="Bridges"), members(1)
    say(meeting, person)

    response = client.get(meeting.get_absolute_url())

    assert response.status_code == 200
    assert "Bridges" in response.text
    assert person.name not in response.text


def test_a_member_sees_who_comes_and_the_own_state(client, member):
    meeting, [other] = a_meeting(5), members(1)
    say(meeting, other, "going", "A Guest")
    say(meeting, member)

    page = client.get(meeting.get_absolute_url()).context["page"]

    assert [row.name for row in page.coming] == [
        "A Guest",
        *sorted([other.name, member.name]),
    ]
    assert page.panel.state == "going"


def test_only_who_is_or_was_a_member_has_a_page_to_link_to(client, member):
    meeting, guest = a_meeting(5), a_person("A Stranger")
    say(meeting, member)
    Rsvp.objects.create(meeting=meeting, person=guest, state="going", answered_at=timezone.now())

    coming = client.get(meeting.get_absolute_url()).context["page"].coming

    assert {row.name: row.url for row in coming} == {
        member.name: member.get_absolute_url(), "A Stranger": "",
    }  # fmt: skip


def test_who_hides_the_name_is_named_to_organizers_alone(client, member):
    meeting, [other] = a_meeting(5), members(1)
    say(meeting, other)
    people.show(person=other, choices={"name": "nobody"}, by=other, at=timezone.now())

    page = client.get(meeting.get_absolute_url())

    assert [row.is_hidden for row in page.context["page"].coming] == [True]
    assert other.name not in page.text


def test_the_page_costs_eleven_queries_with_one_and_with_three_coming(
    client, member, django_assert_num_queries
):
    meeting = a_meeting(5, capacity=3)
    talk = Talk.objects.create(meeting=meeting, title="A talk")
    Speaking.objects.create(meeting=meeting, talk=talk, printed_name="A Speaker")
    for person in members(1):
        say(meeting, person)
    with django_assert_num_queries(11):
        client.get(meeting.get_absolute_url())
    for person in members(2):
        say(meeting, person, "going", "A Guest")

    with django_assert_num_queries(11):
        client.get(meeting.get_absolute_url())


def test_the_online_link_is_for_those_who_are_coming(client, member):
    meeting = a_meeting(5, online_url="https://example.org/secret-room")

    before = client.get(meeting.get_absolute_url()).text
    say(meeting, member)
    after = client.get(meeting.get_absolute_url()).text

    assert "secret-room" not in before
    assert "secret-room" in after


def test_a_draft_looks_like_a_missing_page(client, member):
    assert client.get(a_draft(5).get_absolute_url()).status_code == 404
    assert client.get("/meetings/no-such-meeting/").status_code == 404


def test_a_members_meeting_is_hidden_from_strangers(client):
    meeting = a_meeting(5, visibility=Meeting.Visible.MEMBERS)

    assert client.get(meeting.get_absolute_url()).status_code == 404
    [person] = members(1)
    client.force_login(a_login(person, "in@example.org"))
    assert client.get(meeting.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("name", ["meetings", "calendar-feed"])
def test_lists_are_read_only(client, name):
    assert client.post(reverse(name)).status_code == 405


def test_a_cancelled_meeting_says_so_and_takes_no_answer(client, member):
    meeting = a_meeting(5)
    meetings.cancel(meeting=meeting, reason="The speaker is ill.", by=None, at=timezone.now())

    response = client.get(meeting.get_absolute_url())

    assert "The speaker is ill." in response.text
    assert response.context["panel"].may_answer is False


def test_a_lapsed_member_gets_the_sentence_how_to_renew(client):
    person = a_member(
        "A Lapsed Member", "l@example.org", start=timezone.localdate() - timedelta(900)
    )
    client.force_login(a_login(person, "l@example.org"))
    meeting = a_meeting(5)

    response = client.post(reverse("rsvp", args=[meeting.slug]), {"answer": "going"})

    assert response.status_code == 409
    assert reverse("me-membership") in response.text
