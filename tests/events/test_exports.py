"""Attendance as CSV and XLSX: opened again and equal to the database, harmless in a spreadsheet."""

import csv
import io
import subprocess
import sys
from datetime import UTC, datetime

import openpyxl
import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from events.actions import attendance
from events.actions.closing import close
from events.models import Meeting, Rsvp
from events.queries.reports import attendance_rows
from events.queries.reports.cells import COLUMNS, cells, text
from kit.cells import safe
from kit.sheets import as_csv
from tests.events.cast import an_officer, browser, evening, tonight
from tests.events.scenes import (
    NOON,
    a_letterhead,
    a_login,
    a_meeting,
    a_member,
    a_person,
    members,
    say,
)

pytestmark = pytest.mark.django_db
HEADER = (
    "meeting,starts_at,timezone,person_uid,name,email,answer,mode,host,attendance,arrived_at,"
    "method,credits"
)


@pytest.fixture(autouse=True)
def _tonight():
    a_letterhead()
    with time_machine.travel(evening(180), tick=False):
        yield


@pytest.fixture
def organizer():
    return browser(an_officer("An Organizer", "Organizer"))


def held(**fields):
    """A meeting with somebody who came, a guest who came, a walk-in, a no-show and a no."""
    meeting = tonight(**{"credits_minutes": 60} | fields)
    came, stayed, declined = members(3)
    say(meeting, came, "going", "=cmd|'/c calc'!A0")
    say(meeting, stayed)
    say(meeting, declined, "declined")
    for person in (came, Rsvp.objects.get(meeting=meeting, host=came).person):
        attendance.check_in(meeting=meeting, person=person, by=None, at=evening(3))
    attendance.walk_in(meeting=meeting, name="A Passer-by", by=None, at=evening(5))
    close(meeting=meeting, by=None, at=evening(120))
    return meeting, came, stayed, declined


def body(response):
    return response.getvalue()


def rows_of(response):
    return list(csv.DictReader(io.StringIO(body(response).decode())))


def sheet_of(data):
    lines = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    head, *rest = lines
    return [
        dict(zip(head, ("" if c is None else str(c) for c in row), strict=True)) for row in rest
    ]


def test_the_header_is_the_promised_one():
    assert ",".join(COLUMNS) == HEADER
    assert next(as_csv(COLUMNS, [])) == HEADER + "\r\n"


def test_the_file_holds_a_row_for_everybody_with_an_answer_or_attendance(organizer):
    meeting, came, stayed, declined = held()

    found = rows_of(organizer.get(f"/meetings/{meeting.slug}/attendance.csv"))

    told = {(r["name"], r["answer"], r["attendance"], r["method"], r["credits"]) for r in found}
    assert told == {
        (came.name, "going", "present", "name", "1.2"),
        ("'=cmd|'/c calc'!A0", "going", "present", "name", "1.2"),
        (stayed.name, "going", "absent", "closing", "0"),
        (declined.name, "declined", "", "", "0"),
        ("A Passer-by", "", "present", "walk_in", "1.2"),
    }


def test_times_are_in_the_zone_of_the_meeting(organizer):
    meeting, came, *_others = held()

    found = rows_of(organizer.get(f"/meetings/{meeting.slug}/attendance.csv"))

    row = next(row for row in found if row["person_uid"] == str(came.uid))
    assert (row["meeting"], row["timezone"]) == (meeting.slug, "Europe/Berlin")
    assert row["starts_at"] == "2026-06-15T19:00:00+02:00"
    assert row["arrived_at"] == "2026-06-15T19:03:00+02:00"
    assert row["email"] == came.emails.get().address


def test_an_undone_row_is_not_exported(organizer):
    meeting, member = tonight(), a_person("A Member")
    attendance.check_in(meeting=meeting, person=member, by=None, at=evening())
    attendance.undo(meeting=meeting, person=member, by=None, at=evening(1))

    assert rows_of(organizer.get(f"/meetings/{meeting.slug}/attendance.csv")) == []


def test_the_sheet_equals_the_csv(organizer):
    meeting, *_people = held()
    address = f"/meetings/{meeting.slug}/attendance"

    sheet = sheet_of(body(organizer.get(f"{address}.xlsx")))

    assert sheet == rows_of(organizer.get(f"{address}.csv"))
    assert len(sheet) == 5


def test_no_cell_of_the_sheet_is_a_formula(organizer):
    meeting, *_people = held()

    data = body(organizer.get(f"/meetings/{meeting.slug}/attendance.xlsx"))

    kinds = {
        cell.data_type for row in openpyxl.load_workbook(io.BytesIO(data)).active for cell in row
    }
    assert kinds <= {"s", "n"}


@pytest.mark.parametrize(
    "value",
    [
        "=1",
        "+1",
        "-1",
        "@x",
        "|x",
        "%x",
        " =1",
        "a\nb",
        "a\u2028b",
        "\ufeff=1",
        "\uff1d1",
        "Ann",
        "",
    ],
)
def test_the_short_way_gives_what_safe_gives(value):
    assert text(value) == safe(value)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (None, None, [0, 1, 2]),
        ("2026-06-16", None, [1, 2]),
        (None, "2026-06-16", [0, 1]),
        ("2026-06-16", "2026-06-16", [1]),
    ],
)
def test_days_are_inclusive_on_the_meetings_own_clock(first, last, days):
    # 00:30 in Berlin is still the day before in UTC.
    meetings = [a_meeting(day) for day in range(3)]
    for day, meeting in enumerate(meetings):
        start = datetime(2026, 6, 14 + day, 22, 30, tzinfo=UTC)
        say(meeting, members(1)[0], "declined", at=NOON)
        Meeting.objects.filter(pk=meeting.pk).update(starts_at=start)

    found = [row[0] for row in attendance_rows(first=first, last=last)]

    assert found == [meetings[day].slug for day in days]


def test_the_command_writes_the_file_and_nothing_else(capfdbinary):
    meeting, *_people = held()

    call_command("export_attendance", meeting=meeting.slug)

    out = capfdbinary.readouterr().out.decode()
    assert out == "".join(as_csv(COLUMNS, cells(attendance_rows(meeting=meeting))))


def test_the_command_writes_a_sheet(capfdbinary):
    meeting, *_people = held()

    call_command("export_attendance", meeting=meeting.slug, format="xlsx")

    assert len(sheet_of(capfdbinary.readouterr().out)) == 5


def test_the_command_refuses_an_unknown_meeting():
    with pytest.raises(CommandError, match="no meeting 'nothing'"):
        call_command("export_attendance", meeting="nothing")


def test_the_command_refuses_a_day_it_does_not_understand():
    command = [sys.executable, "manage.py", "export_attendance", "--from", "yesterday"]

    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (2, "")
    assert "write it like 2026-11-26" in done.stderr


@pytest.mark.parametrize("name", ["attendance.csv", "attendance.xlsx"])
def test_a_member_may_not_export_and_a_stranger_logs_in(name):
    meeting, member = tonight(), a_member("A Member")
    a_login(member, "member@example.org")
    address = f"/meetings/{meeting.slug}/{name}"

    assert browser(member).get(address).status_code == 404
    assert browser().get(address).status_code == 302
