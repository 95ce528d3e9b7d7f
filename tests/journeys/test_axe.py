"""No page of the main walks has a barrier axe can find, on a phone, by day and by night."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from events.actions import attendance, meetings, reminders, rsvp
from members.models import Person
from tests.events.scenes import a_series
from tests.journeys.cast import a_standing_member, an_association, an_officer, wall

pytestmark = pytest.mark.django_db(transaction=True)

AXE = Axe()
SCHEMES = ("light", "dark")
STRANGER = ["/", "/meetings/", "{meeting}", "/archive/", "/board/", "/accounts/login/", "/nothing/"]
MEMBER = [
    "/",
    "{meeting}",
    "{meeting}ticket/",
    "/offline/",
    "/next/pocket/",
    "/members/",
    "{person}",
    "/me/",
    "/me/profile/",
    "/me/membership/",
]
OFFICER = [
    "/", "{door}", "{door}walk-in/", "{door}close/", "/reports/attendance/", "/dues/?q=mem",
    "/admin/", "/admin/outbox/message/held/",
]  # fmt: skip


@pytest.fixture
def addresses(mailbox) -> dict[str, str]:
    """A meeting that runs, one to come, people in every state, letters waiting."""
    now = timezone.now()
    an_association()
    people = [a_standing_member(f"A{number} Member", f"m{number}@example.org") for number in "123"]
    running = a_meeting(now - timedelta(minutes=30), now - timedelta(days=3))
    coming = a_meeting(now + timedelta(days=9), now)
    for meeting in (running, coming):
        for person in people[:2]:
            at = now - timedelta(days=1) if meeting == running else now
            rsvp.answer(meeting=meeting, person=person, answer="going", by=person, at=at)
    attendance.check_in(meeting=running, person=people[2], by=None, at=now)
    reminders.queue_due(at=now)
    return {
        "meeting": coming.get_absolute_url(),
        "person": people[1].get_absolute_url(),
        "door": f"{running.get_absolute_url()}door/",
    }


def a_meeting(start, at):
    made = meetings.create(
        series=a_series(capacity=1), starts_local=wall(start), by=None, at=at,
        fields={"topic": "Bridges that hold", "summary": "How they are built."},
    )  # fmt: skip
    meetings.publish(meeting=made, by=None, at=at)
    return made


def barriers(page, paths, addresses) -> list[str]:
    """What axe finds on these pages, by turns in light and in dark (`make axe`: all in both)."""
    found = []
    for number, path in enumerate(paths):
        page.goto(path.format(**addresses))
        scheme = SCHEMES[number % 2]
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for violation in AXE.run(page).response["violations"]:
            nodes = [node["html"] for node in violation["nodes"][:3]]
            found.append(f"{path} {scheme} {violation['id']}: {nodes}")
    return found


@pytest.mark.broad
def test_axe_finds_nothing_on_a_strangers_pages(visit, addresses):
    assert barriers(visit(), STRANGER, addresses) == []


@pytest.mark.broad
def test_axe_finds_nothing_on_a_members_pages(visit, sign_in_as, addresses):
    page = sign_in_as(visit(), Person.objects.get(name="A1 Member"))

    assert barriers(page, MEMBER, addresses) == []


@pytest.mark.broad
def test_axe_finds_nothing_on_an_officers_pages(visit, sign_in_as, addresses):
    page = sign_in_as(visit(), an_officer("President", "Board admin"))

    assert barriers(page, OFFICER, addresses) == []


def test_axe_finds_what_is_wrong_with_a_page(visit, addresses):
    page = visit()
    page.goto("/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input>')")

    assert [rule["id"] for rule in AXE.run(page).response["violations"]] == ["label"]
