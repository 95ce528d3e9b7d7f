"""My record: what it says, what is left out by choice, and that nobody is named in it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from events.models import Attendance, Speaking, Talk
from network.queries.record import record
from roles.models import Role
from tests.events.cast import browser
from tests.events.scenes import NOON, a_letterhead, a_login, a_person
from tests.network.cast import a_friend, an_evening
from tests.security.scene import seated

pytestmark = pytest.mark.django_db


@pytest.fixture
def juniper():
    """A member with a talk, an office, a role, and a guest brought along to two evenings."""
    with time_machine.travel(NOON, tick=False):
        a_letterhead()
        person, guest = a_friend("Juniper Reed"), a_person("Rowan Guest", "rowan@example.org")
        a_login(person, "juniper@example.org")
        for day in (date(2026, 2, 3), date(2026, 3, 3)):
            meeting = an_evening(day, person, guest)
            Attendance.objects.filter(meeting=meeting, person=guest).update(host=person)
        talk = Talk.objects.create(meeting=meeting, title="Arches", credit_minutes=50)
        Speaking.objects.create(
            meeting=meeting, talk=talk, person=person, printed_name="J", state="confirmed"
        )
        seated(person, "Treasurer of old")
        seated(person, "Librarian", body=Role.Body.STANDING)
        yield person


def test_each_part_says_what_is_on_file_and_a_guest_counts_once_without_a_name(juniper):
    found = {part.key: part.lines for part in record(juniper, NOON)}

    assert list(found) == ["member", "talks", "offices", "roles", "credits", "helped"]
    assert found["talks"] == ["Arches, 3 March 2026"]
    assert found["helped"] == ["1 guest brought along"]
    assert [found[key][0].split(",")[0] for key in ("offices", "roles")] == [
        "Treasurer of old", "Librarian",
    ]  # fmt: skip


def test_a_talk_withdrawn_or_still_to_come_is_not_on_it(juniper):
    Speaking.objects.update(state="withdrawn")

    assert "talks" not in {part.key for part in record(juniper, NOON)}
    Speaking.objects.update(state="confirmed")
    assert "talks" not in {part.key for part in record(juniper, NOON - timedelta(days=300))}


@pytest.mark.parametrize(
    ("query", "there"),
    [("", (True, True)), ("?chosen=1&part=talks", (True, False)), ("?chosen=1", (False, False))],
)
def test_the_page_shows_the_parts_that_were_chosen(juniper, query, there):
    text = browser(juniper).get(reverse("me-record") + query).text

    assert ("Arches" in text, "1 guest brought along" in text) == there


def test_the_paper_holds_what_was_chosen_and_no_more(juniper, monkeypatch):
    juniper.postal_address = "7 Secret Lane"
    juniper.save()
    drawn = []
    monkeypatch.setattr("kit.pdf.render", lambda html, css="": drawn.append(html) or b"%PDF")

    answer = browser(juniper).get(reverse("me-record-pdf") + "?chosen=1&part=talks")

    assert (answer.content, answer["Content-Type"]) == (b"%PDF", "application/pdf")
    assert ("Arches" in drawn[0], "guest brought" in drawn[0]) == (True, False)
    assert "Secret Lane" not in drawn[0]
