"""The main walks once more with scripting off: plain links and plain forms do all of it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from events.actions import meetings, reminders, rsvp
from events.models import Attendance, Rsvp
from members.models import Person
from outbox.models import Suppression
from tests.events.scenes import a_series
from tests.journeys.cast import a_standing_member, an_association, an_officer, sign_in, wall

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plain(visit):
    """A phone that runs no scripts."""
    return visit(java_script_enabled=False)


@pytest.fixture
def member(mailbox) -> Person:
    an_association()
    return a_standing_member("A Member")


def an_evening(*, in_hours: float):
    """Published three days ago, with room for guests."""
    now = timezone.now()
    before = now - timedelta(days=3)
    made = meetings.create(
        series=a_series(capacity=5), starts_local=wall(now + timedelta(hours=in_hours)), by=None,
        at=before, fields={"topic": "Bridges that hold", "guest_limit": 2},
    )  # fmt: skip
    meetings.publish(meeting=made, by=None, at=before)
    return made


def answers(meeting) -> dict[str, str]:
    return dict(Rsvp.objects.filter(meeting=meeting).values_list("person__name", "state"))


def attendance(meeting) -> dict[str, str]:
    rows = Attendance.objects.filter(meeting=meeting, voided_at__isnull=True)
    return dict(rows.values_list("person__name", "state"))


@pytest.mark.broad
def test_a_member_signs_in_answers_brings_a_guest_and_cancels(plain, mailbox, member):
    meeting = an_evening(in_hours=240)
    sign_in(plain, mailbox, "member@example.org")

    plain.goto(meeting.get_absolute_url())
    plain.get_by_role("button", name="I'll come").click()
    expect(plain.locator("#answer [role=status]")).to_have_text("You are coming")
    plain.get_by_text("Bring guests").click()
    plain.get_by_label("Name of guest 1").fill("A Guest")
    plain.get_by_role("button", name="Save changes").click()
    assert answers(meeting) == {"A Member": "going", "A Guest": "going"}

    plain.get_by_role("button", name="I can't make it after all").click()
    expect(plain.locator("#answer [role=status]")).to_have_text("Not coming")
    assert set(answers(meeting).values()) == {"cancelled"}


@pytest.mark.long
def test_a_member_stops_letters_from_the_letter(plain, mailbox, member):
    an_evening(in_hours=240)
    reminders.queue_due(at=timezone.now())
    mailbox.deliver()

    plain.goto(mailbox.link("member@example.org", "/unsubscribe/"))
    assert Suppression.objects.count() == 0
    plain.get_by_role("button", name="Stop these letters").click()

    expect(plain.get_by_role("button", name="Turn them on again")).to_be_visible()
    assert Suppression.objects.get().address == "member@example.org"


@pytest.mark.broad
def test_a_member_mends_the_profile_after_a_mistake(plain, sign_in_as, member):
    sign_in_as(plain, member).goto("/me/profile/")
    plain.get_by_label("Name", exact=True).fill(" ")
    plain.get_by_role("button", name="Save").click()
    expect(plain.get_by_role("alert")).to_contain_text("Please look at this again")

    plain.get_by_label("Name", exact=True).fill("A Renamed Member")
    plain.get_by_label(re.compile("^City")).fill("Kiel")
    plain.get_by_role("button", name="Save").click()
    plain.wait_for_url("**/me/**")

    member.refresh_from_db()
    assert (member.name, member.city) == ("A Renamed Member", "Kiel")


@pytest.mark.long
def test_a_member_finds_somebody_in_the_directory(plain, sign_in_as, member):
    a_standing_member("A Searched Person", "searched@example.org")
    sign_in_as(plain, member).goto("/members/")

    plain.get_by_label("Search members").fill("sear")
    plain.get_by_role("button", name="Search").click()

    expect(plain.locator("#found .name")).to_have_text(["A Searched Person"])


@pytest.mark.broad
def test_a_secretary_runs_the_door_and_takes_the_files(plain, sign_in_as, member):
    meeting = an_evening(in_hours=-0.2)
    early = timezone.now() - timedelta(days=2)
    rsvp.answer(meeting=meeting, person=member, answer="going", by=member, at=early)
    sign_in_as(plain, an_officer("Secretary", "Secretary")).goto("/")
    plain.get_by_role("link", name="Open the door").click()

    plain.get_by_label("Who is here?").fill("mem")
    plain.get_by_role("button", name="Search").click()
    plain.get_by_role("button", name="Check in A Member").click()
    expect(plain.get_by_role("status").first).to_contain_text("A Member is in.")
    plain.get_by_role("button", name="Undo A Member").click()
    assert attendance(meeting) == {}
    walk_in(plain)
    close(plain)

    assert attendance(meeting) == {"A Member": "absent", "A Visitor": "present"}
    plain.goto("/reports/attendance/")
    with plain.expect_download() as started:
        plain.get_by_role("link", name="CSV", exact=True).first.click()
    assert started.value.path().read_bytes().count(b"\n") >= 2


def walk_in(page):
    page.get_by_role("link", name="Walk-in").click()
    page.get_by_label("Name").fill("A Visitor")
    page.get_by_label("E-mail").fill("visitor@example.org")
    page.get_by_role("button", name="Check in").click()
    # Somebody of that name may be on file already.
    anew = page.get_by_role("button", name="None of them: add as new")
    if anew.is_visible():
        anew.click()
    page.wait_for_url("**/door/")


def close(page):
    page.get_by_role("link", name="Close the meeting").click()
    page.get_by_role("button", name="Close the meeting").click()
    expect(page.get_by_text("The meeting is closed: 1 absent, 0 excused.")).to_be_visible()
