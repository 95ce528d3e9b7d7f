"""An evening at the door on a phone, and the files of it."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from events.actions import meetings, rsvp
from events.models import Attendance, Meeting, Rsvp
from events.queries.reports.cells import COLUMNS
from tests.events.scenes import a_series
from tests.journeys.cast import BERLIN, a_standing_member, an_association, an_officer, wall

pytestmark = pytest.mark.django_db(transaction=True)

EARLY = ["A Punctual Member", "A Missing Member", "An Excused Member", "A Withdrawn Member"]


@pytest.fixture
def meeting(mailbox) -> Meeting:
    """Begun ten minutes ago, four seats; an hour before, one was handed on to the fifth."""
    now = timezone.now()
    start, before = now - timedelta(minutes=10), now - timedelta(days=2)
    an_association()
    made = meetings.create(
        series=a_series(capacity=4), starts_local=wall(start).replace(microsecond=0),
        by=None, at=before, fields={"topic": "Bridges", "credits_minutes": 50},
    )  # fmt: skip
    meetings.publish(meeting=made, by=None, at=before)
    people = [a_standing_member(name) for name in [*EARLY, "A Promoted Member"]]
    for minutes, person in enumerate(people):
        at = before + timedelta(minutes=minutes)
        rsvp.answer(meeting=made, person=person, answer="going", by=person, at=at)
    late = now - timedelta(hours=1)
    rsvp.cancel(meeting=made, person=people[3], by=people[3], at=late)
    rsvp.answer(meeting=made, person=people[4], answer="going", by=people[4], at=late)
    return made


def open_door(page):
    """From home in one tap."""
    page.goto("/")
    page.get_by_role("link", name="Open the door").click()
    expect(page.get_by_label("Who is here?")).to_be_focused()
    return page


def look_for(page, letters):
    page.get_by_label("Who is here?").press_sequentially(letters)
    expect(page.locator("#to-come")).to_have_text("Found")


@pytest.mark.broad
def test_a_secretary_runs_the_door_and_an_organizer_takes_the_files_home(
    visit, sign_in_as, meeting, tmp_path, capsysbinary
):
    secretary = an_officer("Secretary", "Secretary")
    page = open_door(sign_in_as(visit(), secretary))
    other = open_door(sign_in_as(visit(), an_officer("Organizer", "Organizer")))

    look_for(page, "pun")
    page.get_by_role("button", name="Check in").click()
    expect(page.get_by_text("A Punctual Member is in.")).to_be_visible()
    expect(other.get_by_text("1 in, 3 to come")).to_be_visible(timeout=6000)

    field = page.get_by_label("Who is here?")
    expect(field).to_have_value("")
    expect(field).to_be_focused()
    look_for(page, "mis")
    page.get_by_role("button", name="Check in").click()
    page.get_by_role("button", name="Undo A Missing Member").click()
    expect(page.get_by_text("A Missing Member is not in.")).to_be_visible()

    page.get_by_role("link", name="Walk-in").click()
    page.get_by_label("Name").fill("=SUM(1) Visitor")
    page.get_by_label("E-mail").fill("visitor@example.org")
    page.get_by_label("Guest of").fill("A Punctual Member")
    page.get_by_role("button", name="Check in").click()
    expect(page.get_by_text("2 in, 3 to come")).to_be_visible()

    page.get_by_role("link", name="Close the meeting").click()
    page.get_by_label("An Excused Member").check()
    page.get_by_role("button", name="Close the meeting").click()
    expect(page.get_by_text("The meeting is closed: 1 absent, 2 excused.")).to_be_visible()

    assert seen(meeting) == {
        "A Punctual Member": "present",
        "A Missing Member": "absent",
        "An Excused Member": "excused",
        "A Promoted Member": "excused",
        "=SUM(1) Visitor": "present",
    }
    other.reload()
    stored = in_database(meeting)
    assert len(stored) == 6
    assert download(other, "CSV", read_csv) == stored
    assert download(other, "XLSX", read_sheet) == stored
    call_command("export_attendance", "--meeting", meeting.slug)
    assert read_csv(capsysbinary.readouterr().out) == stored


def seen(meeting):
    rows = Attendance.objects.filter(meeting=meeting, voided_at__isnull=True)
    return dict(rows.values_list("person__name", "state"))


def in_database(meeting):
    """What the files must say, built from the tables one object at a time."""
    answers = {row.person: row for row in Rsvp.objects.filter(meeting=meeting)}
    facts = {row.person: row for row in meeting.attendances.filter(voided_at__isnull=True)}
    everybody = sorted({*answers, *facts}, key=lambda person: (person.sort_name, person.pk))
    return [row_of(meeting, p, answers.get(p), facts.get(p)) for p in everybody]


def row_of(meeting, person, answer, fact):
    either, came = fact or answer, bool(fact and fact.arrived_at)
    name = f"'{person.name}" if person.name.startswith("=") else person.name
    return {
        "meeting": meeting.slug, "starts_at": local(meeting.starts_at),
        "timezone": "Europe/Berlin", "person_uid": str(person.uid), "name": name,
        "email": person.emails.get().address, "answer": answer.state if answer else "",
        "mode": either.mode, "host": either.host.name if either.host else "",
        "attendance": fact.state if fact else "",
        "arrived_at": local(fact.arrived_at) if came else "",
        "method": fact.method if fact else "", "credits": "1" if came else "0",
    }  # fmt: skip


def local(at):
    return at.astimezone(BERLIN).isoformat(timespec="seconds")


def download(page, link, read):
    with page.expect_download() as started:
        page.get_by_role("link", name=link, exact=True).click()
    return read(started.value.path().read_bytes())


def read_csv(data):
    reader = csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""))
    assert tuple(reader.fieldnames) == COLUMNS
    return list(reader)


def read_sheet(data):
    head, *rows = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    assert head == COLUMNS
    return [
        dict(zip(head, ("" if cell is None else str(cell) for cell in row), strict=True))
        for row in rows
    ]


@pytest.mark.broad
def test_letters_typed_before_the_scripts_have_come_find_the_member_all_the_same(
    visit, sign_in_as, meeting
):
    page, held = sign_in_as(visit(), an_officer("Secretary", "Secretary")), []
    page.route("**/htmx*.js", lambda route: held.append(route))
    page.goto(f"/meetings/{meeting.slug}/door/", wait_until="commit")
    page.get_by_label("Who is here?").press_sequentially("punc")

    held[0].continue_()

    expect(page.locator("#to-come")).to_have_text("Found")
