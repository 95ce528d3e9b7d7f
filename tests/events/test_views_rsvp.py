"""The answer as a plain form, through htmx, and by the link of a letter."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.actions import meetings
from events.models import Needs, Rsvp
from members.models import User
from members.tokens import person_link
from tests.events.scenes import a_letterhead, a_login, a_meeting, a_series, members, say

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to("2026-06-15 12:00:00+00:00", tick=False)
    a_letterhead()


@pytest.fixture
def member(client):
    [person] = members(1)
    client.force_login(a_login(person, "member@example.org"))
    return person


def post(client, meeting, headers=None, **data):
    return client.post(reverse("rsvp", args=[meeting.slug]), data, headers=headers or {})


def link(person, meeting, **more):
    values = {"at": timezone.now(), "days": 10, "about": meeting.pk} | more
    return reverse("answer-by-mail", args=[person_link("answer", person, **values)])


def test_a_plain_yes_leads_back_to_the_meeting(client, member):
    meeting = a_meeting(5)

    response = post(client, meeting, answer="going")

    assert (response.status_code, response["Location"]) == (303, meeting.get_absolute_url())
    assert Rsvp.objects.get().state == "going"


def test_an_htmx_yes_gives_the_panel_alone(client, member):
    response = post(client, a_meeting(5), HTMX, answer="going")

    assert response.status_code == 200
    assert next(t.name for t in response.templates) == "events/answer_panel.html"
    assert "<html" not in response.text


def test_a_place_on_the_waiting_list_is_shown(client, member):
    meeting, [other] = a_meeting(5, capacity=1), members(1)
    say(meeting, other)

    response = post(client, meeting, HTMX, answer="going")

    assert "Waiting list, number 1" in response.text


def test_a_double_click_is_harmless(client, member):
    meeting = a_meeting(5)

    codes = [post(client, meeting, answer="going").status_code for _ in range(2)]

    assert codes == [303, 303]
    assert Rsvp.objects.get().revision == 1


def test_guests_come_by_name_and_stay_where_the_form_has_no_field_for_them(client, member):
    meeting = a_meeting(5)
    post(client, meeting, answer="going", guest=["First Guest", ""])

    post(client, meeting, answer="going")

    assert Rsvp.objects.filter(state="going").count() == 2


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_refused_answer_is_a_sentence(client, member, headers):
    meeting = a_meeting(5)

    response = post(client, meeting, headers, answer="going", guest=["A", "B", "C"])

    assert response.status_code == 409
    assert "2 guests" in response.text
    assert Rsvp.objects.count() == 0


@pytest.mark.parametrize("data", [{}, {"answer": "maybe"}, {"answer": "going", "mode": "x"}])
def test_bad_input_is_refused(client, member, data):
    assert post(client, a_meeting(5), **data).status_code == 409


def test_an_answer_is_never_given_by_opening_an_address(client, member):
    assert client.get(reverse("rsvp", args=[a_meeting(5).slug])).status_code == 405


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_stranger_logs_in_first_and_comes_back_with_the_answer_begun(client, headers):
    meeting = a_meeting(5)

    response = post(client, meeting, headers, answer="going")

    url = response.headers.get("HX-Redirect") or response["Location"]
    assert url.startswith(reverse("account_login"))
    assert f"next=%2Fmeetings%2F{meeting.slug}%2F%3Fanswer%3Dgoing" in url


def test_a_log_in_without_a_person_is_told_so(client):
    client.force_login(User.objects.create_user("nobody@example.org", "a long password"))
    meeting = a_meeting(5)

    assert post(client, meeting, answer="going").status_code == 409


def test_an_unknown_meeting_is_missing(client, member):
    assert client.post("/meetings/no-such/rsvp/", {"answer": "going"}).status_code == 404


def test_opening_the_link_of_a_letter_changes_nothing(client):
    meeting, [person] = a_meeting(5), members(1)

    response = client.get(link(person, meeting))

    assert response.status_code == 200
    assert Rsvp.objects.count() == 0


def test_the_link_of_a_letter_answers_without_log_in(client):
    meeting, [person] = a_meeting(5), members(1)
    url = link(person, meeting)

    response = client.post(url, {"answer": "going"})

    assert (response.status_code, response["Location"]) == (303, url)
    row = Rsvp.objects.get()
    assert (row.person, row.state, row.via, row.answered_by) == (person, "going", "mail", person)
    assert "You are coming" in client.get(url).text


def test_by_the_link_of_a_letter_one_tells_what_one_needs(client):
    meeting, [person] = a_meeting(5), members(1)
    url = link(person, meeting)
    before = client.get(url).context["takes_needs"]
    client.post(url, {"answer": "going"})

    response = client.post(f"{url}needs/", {"diet": "nuts", "access": ""})

    assert (before, client.get(url).context["takes_needs"]) == (False, True)
    assert (response.status_code, response["Location"]) == (303, url)
    assert list(Needs.objects.values_list("rsvp__person", "diet")) == [(person.pk, "nuts")]


def test_a_forged_or_old_link_tells_no_needs(client):
    meeting, [person] = a_meeting(5), members(1)
    say(meeting, person)
    old = link(person, meeting, at=timezone.now() - timedelta(days=20))

    codes = [client.post(f"{url}needs/", {"diet": "nuts"}).status_code for url in (old, "/r/x/")]

    assert codes == [410, 404]
    assert Needs.objects.count() == 0


def test_a_refused_answer_by_link_is_a_sentence(client):
    meeting, [person] = a_meeting(5), members(1)
    meetings.cancel(meeting=meeting, reason="", by=None, at=timezone.now())

    assert client.post(link(person, meeting), {"answer": "going"}).status_code == 409


def test_an_expired_link_leads_to_its_meeting(client):
    meeting, [person] = a_meeting(5), members(1)
    old = link(person, meeting, at=timezone.now() - timedelta(days=20))

    for response in (client.get(old), client.post(old, {"answer": "going"})):
        assert response.status_code == 410
        assert meeting.get_absolute_url() in response.text
    assert Rsvp.objects.count() == 0


@pytest.mark.parametrize("damage", ["forged", "revoked", "other purpose"])
def test_a_link_that_is_not_genuine_leads_to_the_list(client, damage):
    meeting, [person] = a_meeting(5), members(1)
    url = link(person, meeting)
    if damage == "forged":
        url = url[:-3] + "AA/"
    elif damage == "revoked":
        type(person).objects.update(link_epoch=7)
    else:
        token = person_link("renew", person, at=timezone.now(), days=9, about=meeting.pk)
        url = reverse("answer-by-mail", args=[token])

    response = client.post(url, {"answer": "going"})

    assert response.status_code == 404
    assert reverse("meetings") in response.text
    assert Rsvp.objects.count() == 0


def test_an_answer_costs_few_queries(client, member, django_assert_max_num_queries):
    meeting = a_meeting(5, capacity=50)

    with django_assert_max_num_queries(18) as seen:
        post(client, meeting, answer="going")

    assert sum("events_seating" in q["sql"] for q in seen.captured_queries) == 1


def test_an_offer_tells_its_end_on_the_clock_of_the_meeting(client, time_machine):
    meeting = a_meeting(0, series=a_series(timezone="America/New_York", capacity=1))
    first, second = members(2)
    say(meeting, first)
    say(meeting, second)
    time_machine.move_to("2026-06-15 18:00:00+00:00", tick=False)
    say(meeting, first, "cancelled", at=timezone.now())
    client.force_login(a_login(second, "second@example.org"))

    page = client.get(meeting.get_absolute_url()).content.decode()

    assert "The seat is held for you until 4 p.m." in page
