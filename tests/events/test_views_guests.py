"""The guests' form on a meeting, and the link that makes the seat theirs."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.actions import guests
from events.models import GuestAsk, Rsvp
from events.tokens import guest_link
from tests.events.scenes import a_letterhead, a_login, a_member
from tests.security.scene import browser, evening

pytestmark = pytest.mark.django_db
FORM = {"name": "A Stranger", "email": "new@example.org", "told_by": "A friend"}


@pytest.fixture(autouse=True)
def letterhead():
    return a_letterhead()


@pytest.fixture
def meeting():
    return evening(72)


def send(meeting, **changes):
    return Client().post(reverse("guest-come", args=[meeting.slug]), FORM | changes)


def wish(meeting) -> GuestAsk:
    return guests.ask(
        meeting=meeting, name="A Stranger", address="new@example.org", told_by="", at=timezone.now()
    )


def test_a_stranger_sees_the_form_and_a_member_does_not(meeting):
    member = a_member("A Member", start=timezone.now().date())
    a_login(member, "member@example.org")

    pages = [c.get(meeting.get_absolute_url()).content for c in (Client(), browser(member))]

    assert [b"Come as our guest" in page for page in pages] == [True, False]


def test_three_fields_hold_a_seat(meeting):
    answer = send(meeting)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/guests/sent/")
    assert Rsvp.objects.get().state == "offered"


def test_a_known_and_an_unknown_address_get_the_same_answer(meeting):
    a_member("A Member", "member@example.org")

    answers = [send(meeting, email=e) for e in ("member@example.org", "nobody@example.org")]

    assert len({(a.status_code, a.headers["Location"], a.content) for a in answers}) == 1


def test_a_robot_holds_no_seat(meeting):
    assert send(meeting, website="spam").status_code == 303
    assert GuestAsk.objects.count() == 0


def test_what_is_missing_is_said(meeting):
    answer = send(meeting, email="", name=" ")

    assert answer.status_code == 422
    assert set(answer.context["guest_form"].errors) == {"email", "name"}


def test_one_network_address_is_slowed_down(meeting):
    answers = [send(meeting, email=f"n{n}@example.org").status_code for n in range(11)]

    assert (answers[:10], answers[10]) == ([303] * 10, 429)


def test_a_meeting_for_members_refuses_in_words(meeting):
    meeting.guest_limit = 0
    meeting.save()

    answer = send(meeting)

    assert (answer.status_code, b"takes no guests" in answer.content) == (409, True)


def test_the_link_shows_on_get_and_acts_on_post_in_another_browser(meeting):
    path = reverse("guest-link", args=[guest_link(wish(meeting))])

    assert Client().get(path).status_code == 200
    assert Rsvp.objects.get().state == "offered"

    done = Client().post(path, follow=True)
    assert Rsvp.objects.get().state == "going"
    assert b"You are on the list." in done.content


def test_a_forged_link_says_so():
    assert Client().get("/guests/nonsense/").status_code == 404


def test_the_page_of_a_meeting_asks_no_more_for_the_form(meeting, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        Client().get(meeting.get_absolute_url())
