"""From the log-in code to the promotion letter, on two phones."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from events.actions import meetings, reminders
from events.models import Rsvp
from tests.events.scenes import a_letterhead, a_member, a_series
from tests.journeys.cast import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting(mailbox):
    """Ten days ahead, one seat."""
    now = timezone.now()
    a_letterhead(founded_at=now - timedelta(days=400), released_at=now - timedelta(days=300))
    start = (now + timedelta(days=10)).replace(hour=19, minute=0, tzinfo=None)
    fields = {"topic": "Bridges that hold"}
    made = meetings.create(
        series=a_series(capacity=1), starts_local=start, by=None, at=now, fields=fields
    )
    meetings.publish(meeting=made, by=None, at=now)
    return made


def a_person_on_file(name, address):
    return a_member(name, address, start=timezone.now().date() - timedelta(days=100))


def states(meeting):
    return list(Rsvp.objects.filter(meeting=meeting).order_by("id").values_list("state", flat=True))


def test_a_member_waits_and_moves_up_when_somebody_cancels(visit, mailbox, meeting):
    a_person_on_file("A Member", "member@example.org")
    a_person_on_file("A Late Member", "late@example.org")
    first, second = visit(), visit()
    sign_in(first, mailbox, "member@example.org")
    sign_in(second, mailbox, "late@example.org")

    for page in (first, second):
        page.goto(f"/meetings/{meeting.slug}/")
        page.locator("#answer button[value=going]").click()
        expect(page.locator("#answer button[value=cancelled]")).to_be_visible()
    assert states(meeting) == ["going", "waitlisted"]
    expect(second.locator("#answer [role=status]")).to_contain_text("1")

    first.locator("#answer button[value=cancelled]").click()
    expect(first.locator("#answer button[value=cancelled]")).to_have_count(0)

    assert states(meeting) == ["cancelled", "going"]
    mailbox.deliver()
    kinds = [letter["Subject"] for letter in mailbox.letters("late@example.org")]
    assert len(kinds) == 3  # the code, the place on the waiting list, the seat
    assert f"/meetings/{meeting.slug}/" in mailbox.last("late@example.org")


def test_a_member_answers_from_the_letter_without_a_log_in(visit, mailbox, meeting):
    a_person_on_file("A Member", "member@example.org")
    reminders.queue_due(at=timezone.now())
    mailbox.deliver()
    page = visit()

    page.goto(mailbox.link("member@example.org", "/r/"))
    assert states(meeting) == []
    page.get_by_role("button", name="I'll come").click()
    expect(page.locator("#answer [role=status]")).to_be_visible()

    assert states(meeting) == ["going"]


@pytest.mark.broad
def test_an_answer_works_without_scripting(visit, mailbox, meeting):
    a_person_on_file("A Member", "member@example.org")
    page = visit(java_script_enabled=False)
    sign_in(page, mailbox, "member@example.org")

    page.goto(f"/meetings/{meeting.slug}/")
    page.locator("#answer button[value=going]").click()

    expect(page.locator("#answer button[value=cancelled]")).to_be_visible()
    assert states(meeting) == ["going"]
