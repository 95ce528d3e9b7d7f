"""Calendars read back by the library that reads everybody's."""

from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from events import ical
from events.actions import meetings
from events.models import Meeting
from tests.events.scenes import NOON, a_draft, a_letterhead, a_meeting, a_venue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to("2026-06-15 12:00:00+00:00", tick=False)
    a_letterhead()


def events(body: bytes | str) -> list:
    return Calendar.from_ical(body).walk("VEVENT")


def test_a_meeting_reads_back_with_zone_place_and_stable_uid(client):
    meeting = a_meeting(5, venue=a_venue(name="Hall; one, two", city="Berlin"))

    response = client.get(f"{meeting.get_absolute_url()}calendar.ics")

    [event] = events(response.content)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert event["UID"] == str(meeting.uid)
    assert event.start == meeting.starts_at
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert event["LOCATION"] == "Hall; one, two, Berlin"
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 0)
    assert len(Calendar.from_ical(response.content).walk("VTIMEZONE")) == 1


def test_nineteen_oclock_stays_nineteen_oclock_across_a_clock_change(client):
    summer, winter = a_meeting(5), a_meeting(160)

    bodies = [client.get(f"{m.get_absolute_url()}calendar.ics").content for m in (summer, winter)]

    starts = [event.start for body in bodies for event in events(body)]
    assert [start.hour for start in starts] == [19, 19]
    assert [start.utcoffset().seconds // 3600 for start in starts] == [2, 1]


def test_words_never_become_lines_of_the_calendar():
    meeting = a_meeting(5, topic="Tea\r\nEND:VEVENT\r\nATTACH:x", summary="a\r\nb")

    body = ical.one(meeting, at=NOON)

    [event] = events(body)
    assert "ATTACH" not in event
    assert event["DESCRIPTION"].startswith("a\nb")


def test_names_never_become_parameters_of_the_calendar():
    invited = ical.Invited(
        "office@example.org", 'A "B"\r\nX:1', "a@example.org", 'C;D:"E"', sequence=4
    )

    [event] = events(ical.invitation(a_meeting(5), invited, method="CANCEL", at=NOON))

    assert event["ORGANIZER"].params["CN"] == "A B X:1"
    assert event["ATTENDEE"].params["CN"] == "C;D:E"
    assert (event["SEQUENCE"], event["STATUS"]) == (4, "CANCELLED")


def test_the_feed_has_public_meetings_and_calls_off_the_cancelled(client):
    public, off = a_meeting(5), a_meeting(6)
    a_draft(7)
    a_meeting(8, visibility=Meeting.Visible.MEMBERS)
    meetings.cancel(meeting=off, reason="Ill", by=None, at=NOON)

    found = events(client.get("/calendar.ics").content)

    assert [(event["UID"], event["STATUS"]) for event in found] == [
        (str(public.uid), "CONFIRMED"),
        (str(off.uid), "CANCELLED"),
    ]


def test_the_feed_answers_not_modified_until_a_meeting_changes(client):
    meeting = a_meeting(5)
    tag = client.get("/calendar.ics")["ETag"]

    again = client.get("/calendar.ics", headers={"If-None-Match": tag})
    meetings.edit(meeting=meeting, topic="New", by=None, at=NOON)
    changed = client.get("/calendar.ics", headers={"If-None-Match": tag})

    assert (again.status_code, changed.status_code) == (304, 200)


def test_a_draft_has_no_calendar(client):
    assert client.get(f"{a_draft(5).get_absolute_url()}calendar.ics").status_code == 404


def test_a_meeting_in_utc_needs_no_zone():
    meeting = a_meeting(5, timezone="UTC")

    body = ical.one(meeting, at=NOON)

    assert events(body)[0].start == datetime(2026, 6, 20, 19, tzinfo=UTC)
    assert b"VTIMEZONE" not in body
