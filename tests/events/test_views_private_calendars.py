"""A private calendar: one's own meetings, read by whoever has the key, until it is replaced."""

import pytest
import vobject
from icalendar import Calendar

from events import ical
from events.actions import feeds, meetings
from tests.events.cast import browser
from tests.events.scenes import (
    NOON,
    a_letterhead,
    a_login,
    a_meeting,
    a_venue,
    members,
    say,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(time_machine):
    time_machine.move_to("2026-06-15 12:00:00+00:00", tick=False)
    a_letterhead()
    [found] = members(1)
    a_login(found, "m@example.org")
    return found


def address(person) -> str:
    return f"/calendars/{feeds.make(person=person, by=person, at=NOON).key}.ics"


def shown(body: bytes) -> list[tuple]:
    events = Calendar.from_ical(body).walk("VEVENT")
    return [(str(event["UID"]), str(event["STATUS"])) for event in events]


def test_it_holds_ones_own_meetings_and_nothing_else(client, person):
    [other] = members(1)
    mine, full, _others = a_meeting(5), a_meeting(6, capacity=1), a_meeting(7)
    say(mine, person)
    say(full, other)
    say(full, person)

    found = shown(client.get(address(person)).content)

    assert found == [(str(mine.uid), "CONFIRMED"), (str(full.uid), "TENTATIVE")]


def test_the_online_link_comes_with_a_yes_alone(client, person):
    meeting = a_meeting(5, online_url="https://example.org/room", venue=a_venue())
    say(meeting, person, mode="online")

    assert b"https://example.org/room" in client.get(address(person)).content


def test_a_new_address_ends_the_old_one(client, person):
    old = address(person)
    browser(person).post("/me/calendar/", {"act": "new"})

    assert client.get(old).status_code == 404


def test_it_answers_not_modified_until_something_changes(client, person):
    meeting, path = a_meeting(5), address(person)
    say(meeting, person)
    first = client.get(path)
    asked = {"If-None-Match": first["ETag"]}

    again = client.get(path, headers=asked)
    since = client.get(path, headers={"If-Modified-Since": first["Last-Modified"]})
    meetings.edit(meeting=meeting, topic="New", by=None, at=NOON)
    changed = client.get(path, headers=asked)

    assert [one.status_code for one in (again, since, changed)] == [304, 304, 200]


def test_switching_it_off_leaves_nothing_to_read(client, person):
    path = address(person)
    browser(person).post("/me/calendar/", {"act": "end"})

    assert client.get(path).status_code == 404


def test_another_library_finds_our_calendars_valid(client, person):
    meeting = a_meeting(5, venue=a_venue(name="Hall; one, two"), summary="ä" * 200)
    say(meeting, person)
    invited = ical.Invited("o@example.org", "O", "a@example.org", "A", sequence=3)
    bodies = [
        client.get(address(person)).content,
        client.get("/calendar.ics").content,
        ical.invitation(meeting, invited, method="REQUEST", at=NOON),
        ical.invitation(meeting, invited, method="CANCEL", at=NOON),
    ]

    read = [vobject.readOne(body.decode()) for body in bodies]

    assert [one.validate(raiseException=True) for one in read] == [True] * 4
    assert {one.vevent.uid.value for one in read} == {str(meeting.uid)}
    assert [one.method.value for one in read] == ["PUBLISH", "PUBLISH", "REQUEST", "CANCEL"]
    assert all(len(line) <= 75 for body in bodies for line in body.split(b"\r\n"))
