"""What nobody should send, and everybody does: each gets a sentence, nothing is lost."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from events.actions import meetings, rsvp
from events.models import Rsvp
from members.models import Payment, Person
from members.tokens import person_link
from outbox.models import Message
from tests.events.scenes import a_series
from tests.journeys.cast import a_standing_member, an_association, an_officer, log_in_of, wall

pytestmark = [pytest.mark.broad, pytest.mark.django_db(transaction=True)]

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def meeting(mailbox):
    """Ten days ahead, one seat."""
    an_association()
    return a_meeting(capacity=1)


def a_meeting(*, days=10, capacity=None, publish=True, **fields):
    now = timezone.now()
    before = now - timedelta(days=30)
    made = meetings.create(
        series=a_series(capacity=capacity), starts_local=wall(now + timedelta(days=days)),
        by=None, at=before, fields={"topic": "Bridges"} | fields,
    )  # fmt: skip
    if publish:
        meetings.publish(meeting=made, by=None, at=before)
    return made


@pytest.fixture
def member(meeting) -> Person:
    return a_standing_member("A Member", "member@example.org")


@pytest.fixture
def client(member) -> Client:
    """The member's browser, without its drawing."""
    browser = Client(raise_request_exception=False)
    browser.force_login(log_in_of(member), backend="members.backends.LogInBackend")
    return browser


def answer(client, meeting, **data):
    return client.post(f"{meeting.get_absolute_url()}rsvp/", {"answer": "going"} | data)


def answers():
    return list(Rsvp.objects.order_by("id").values_list("person__name", "state"))


def plain(response) -> str:
    """The page without what changes from one request to the next."""
    secrets = r'(nonce=|name="csrfmiddlewaretoken" value=|"X-CSRFToken": )"[^"]*"'
    return re.sub(secrets, "", response.text)


def test_a_double_click_is_one_answer_and_one_letter(visit, sign_in_as, meeting, member):
    page = sign_in_as(visit(), member)
    page.goto(meeting.get_absolute_url())

    page.locator("#answer button[value=going]").dblclick()
    expect(page.locator("#answer [role=status]")).to_be_visible()
    page.wait_for_load_state("networkidle")

    assert answers() == [("A Member", "going")]
    assert Message.objects.filter(kind="rsvp.confirmation").count() == 1


def test_a_double_click_without_scripting_is_one_answer(visit, sign_in_as, meeting, member):
    page = sign_in_as(visit(java_script_enabled=False), member)
    page.goto(meeting.get_absolute_url())

    page.locator("#answer button[value=going]").dblclick()
    expect(page.locator("#answer [role=status]")).to_be_visible()

    assert answers() == [("A Member", "going")]
    assert Message.objects.filter(kind="rsvp.confirmation").count() == 1


def test_a_double_click_records_one_payment(visit, sign_in_as, member):
    page = sign_in_as(visit(), an_officer("Treasurer", "Treasurer"))
    page.goto(f"/dues/{member.uid}/")

    page.get_by_role("button", name="Save").dblclick()
    page.wait_for_url("**/dues/")

    assert Payment.objects.count() == 1


@pytest.mark.parametrize("path", ["", "door/", "door/close/", "attendance.csv", "calendar.ics"])
def test_what_is_hidden_looks_like_what_does_not_exist(client, path):
    draft = a_meeting(publish=False)

    hidden = client.get(draft.get_absolute_url() + path)
    missing = client.get(f"/meetings/never-was/{path}")

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert plain(hidden) == plain(missing)


def test_a_member_opens_no_door_and_takes_no_list_home(client, meeting):
    paths = ["door/", "door/close/", "attendance.csv", "attendance.xlsx"]

    pages = [client.get(meeting.get_absolute_url() + path) for path in paths]

    assert [page.status_code for page in pages] == [404] * 4


def test_a_full_meeting_puts_the_next_on_the_waiting_list(client, meeting):
    other = a_standing_member("Another Member", "other@example.org")
    rsvp.answer(meeting=meeting, person=other, answer="going", by=other, at=timezone.now())

    response = answer(client, meeting)

    assert response.status_code == 303
    assert answers() == [("Another Member", "going"), ("A Member", "waitlisted")]


def test_a_closed_answer_is_refused_with_a_sentence(client, meeting):
    closed = a_meeting(answers_until=timezone.now() - timedelta(hours=1))

    response = answer(client, closed)

    assert response.status_code == 409
    assert "Answers are closed" in response.text
    assert answers() == []


def test_a_cancelled_meeting_takes_no_answer(client, meeting):
    meetings.cancel(meeting=meeting, reason="Snow", by=None, at=timezone.now())

    response = answer(client, meeting)

    assert response.status_code == 409
    assert "This meeting is cancelled." in response.text
    assert answers() == []


@pytest.mark.parametrize(
    "data",
    [
        {"answer": ""},
        {"answer": "perhaps"},
        {"mode": "by-boat"},
        {"guest": ["A Guest"] * 60},
        {"guest": ["\u202e" * 300, "\U0001f9d1" * 300]},
    ],
)
def test_an_answer_nobody_understands_changes_nothing_it_should_not(client, meeting, data):
    response = answer(client, meeting, **data)

    assert response.status_code in {303, 409}
    assert len(answers()) <= 3
    assert response.status_code == 303 or answers() == []


def test_a_nul_byte_is_refused_before_anything_reads_it(client, meeting):
    url = meeting.get_absolute_url()

    found = [
        client.get(f"{url}?q=%00"),
        client.get("/meetings/?q=a%00b"),
        client.get("/members/?q=%00"),
        client.post(f"{url}rsvp/", "answer=going&guest=A%00B", FORM),
        answer(client, meeting, guest="A\x00B"),
    ]

    assert [page.status_code for page in found] == [400] * 5
    assert answers() == []


@pytest.mark.parametrize("path", ["rsvp/", "door/in/018f0000-0000-7000-8000-000000000000/"])
def test_looking_at_an_action_is_the_wrong_method(client, meeting, path):
    assert client.get(meeting.get_absolute_url() + path).status_code == 405
    assert answers() == []


def test_an_expired_link_says_so_and_leads_to_the_meeting(meeting, member):
    old = timezone.now() - timedelta(days=60)
    token = person_link("answer", member, at=old, days=30, about=meeting.pk)

    page = Client().post(f"/r/{token}/", {"answer": "going"})

    assert page.status_code == 410
    assert meeting.get_absolute_url() in page.text
    assert answers() == []


@pytest.mark.parametrize("damage", ["forged", "revoked", "of another purpose"])
def test_a_link_that_is_not_ours_any_more_does_nothing(meeting, member, damage):
    purpose = "renew" if damage == "of another purpose" else "answer"
    token = person_link(purpose, member, at=timezone.now(), days=30, about=meeting.pk)
    if damage == "revoked":
        Person.objects.filter(pk=member.pk).update(link_epoch=member.link_epoch + 1)
    if damage == "forged":
        token = token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")

    page = Client().post(f"/r/{token}/", {"answer": "going"})

    assert page.status_code == 404
    assert "<h1" in page.text
    assert answers() == []


def test_a_form_from_elsewhere_is_refused_with_a_sentence(member, meeting):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(log_in_of(member), backend="members.backends.LogInBackend")

    page = answer(browser, meeting)

    assert page.status_code == 403
    assert "<h1" in page.text
    assert answers() == []
