"""The reports: each right to the last name, page and files alike, for those who may have them."""

import csv
import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from events.actions import after, attendance, rsvp
from events.actions.closing import close
from events.exports import reports as papers
from events.models import Meeting, Rsvp, Speaking, Talk
from events.queries.reports import REPORTS, Asked
from events.queries.reports.cells import as_file
from kit.models import Export
from tests.events.cast import an_officer, browser, evening, tonight
from tests.events.jobs import a_duty, a_role, take
from tests.events.scenes import (
    NOON,
    a_letterhead,
    a_login,
    a_meeting,
    a_member,
    members,
    say,
)
from tests.members.test_views_board import unpacked

pytestmark = pytest.mark.django_db
KINDS = ["csv", "xlsx", "pdf"]


@pytest.fixture(autouse=True)
def _tonight():
    a_letterhead()
    with time_machine.travel(evening(180), tick=False):
        yield


@pytest.fixture
def organizer():
    return browser(an_officer("An Organizer", "Organizer"))


def held(**fields):
    """A meeting with somebody who came with a guest, a walk-in, a no-show, a late no and a no."""
    meeting = tonight(**fields)
    came, stayed, declined, late = members(4)
    say(meeting, came, "going", "A Guest")
    say(meeting, stayed)
    say(meeting, declined, "declined")
    say(meeting, late)
    rsvp.cancel(meeting=meeting, person=late, by=late, at=evening(-60))
    for person in (came, Rsvp.objects.get(meeting=meeting, host=came).person):
        attendance.check_in(meeting=meeting, person=person, by=None, at=evening(3))
    attendance.walk_in(meeting=meeting, name="A Passer-by", by=None, at=evening(5))
    close(meeting=meeting, by=None, at=evening(120))
    return meeting, came, stayed, declined, late


def asked(**fields) -> Asked:
    return Asked(**{"kind": "talk", "at": evening(180)} | fields)


def told(key: str, **fields) -> list[dict]:
    """The rows of a report by column."""
    answer = REPORTS[key].answer(asked(**fields))
    names = [column.name for column in answer.columns]
    return [dict(zip(names, row, strict=True)) for row in answer.rows]


def picked(rows: list[dict], *names: str) -> list[tuple]:
    return [tuple(row[name] for name in names) for row in rows]


def test_every_meeting_in_numbers():
    meeting, *_people = held()

    (row,) = told("attendance")

    assert row == {
        "meeting": meeting.slug, "day": date(2026, 6, 15), "begins": "19:00",
        "timezone": "Europe/Berlin", "topic": "Bridges", "going": 3, "attended": 3,
        "came_of_going": 2, "walk_ins": 1, "guests": 1, "first_timers": 3, "no_shows": 1,
        "excused": 0, "cancelled_late": 1,
    }  # fmt: skip


def test_kinds_are_never_mixed():
    meeting, *_people = held()
    meeting.series.kind = "lunch"
    meeting.series.save()

    assert told("attendance") == []
    assert len(told("attendance", kind="lunch")) == 1


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (date(2026, 6, 15), date(2026, 6, 15), 1),
        (date(2026, 6, 16), None, 0),
        (None, date(2026, 6, 14), 0),
    ],
)
def test_days_are_inclusive_on_the_meetings_own_clock(first, last, found):
    meeting, *_people = held()
    # 00:30 on the 15th in Berlin is still the 14th in UTC.
    start = NOON.replace(day=14, hour=22, minute=30)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=start)

    for key in ("attendance", "people", "everybody"):
        assert bool(told(key, first=first, last=last)) == bool(found), key


def test_what_each_person_did():
    _meeting, came, stayed, declined, late = held()

    rows = told("people")

    names = ("name", "attended", "going", "declined", "no_shows", "cancelled_late", "last_day")
    day = date(2026, 6, 15)
    assert set(picked(rows, *names)) == {
        (came.name, 1, 1, 0, 0, 0, day),
        ("A Guest", 1, 1, 0, 0, 0, day),
        ("A Passer-by", 1, 0, 0, 0, 0, day),
        (stayed.name, 0, 1, 0, 1, 0, None),
        (declined.name, 0, 0, 1, 0, 0, None),
        (late.name, 0, 0, 0, 0, 1, None),
    }


def test_who_stayed_away_and_who_gave_back_late():
    _meeting, _came, stayed, _declined, late = held()

    rows = told("absences")

    assert set(picked(rows, "name", "what", "said_at")) == {
        (stayed.name, "no_show", None),
        (late.name, "cancelled_late", evening(-60)),
    }


def test_who_gives_back_in_time_is_in_no_such_report():
    meeting, person = a_meeting(3), members(1)[0]
    say(meeting, person)
    rsvp.cancel(meeting=meeting, person=person, by=person, at=NOON + timedelta(hours=1))

    assert told("absences", at=NOON + timedelta(days=4)) == []


def test_first_timers_and_who_came_back():
    meeting, came, *_others = held()
    second = a_meeting(9)
    with time_machine.travel(second.starts_at):
        attendance.check_in(meeting=second, person=came, by=None, at=second.starts_at)

    rows = told("first-timers", at=second.ends_at)

    assert set(picked(rows, "name", "meeting", "host", "second_day", "days", "times")) == {
        (came.name, meeting.slug, "", date(2026, 6, 24), 9, 2),
        ("A Guest", meeting.slug, came.name, None, None, 1),
        ("A Passer-by", meeting.slug, "", None, None, 1),
    }


def test_guests_and_who_joined():
    meeting, came, *_others = held()
    guest = Rsvp.objects.get(meeting=meeting, host=came).person
    guest.joined_on = date(2026, 6, 20)
    guest.save()

    (row,) = told("guests")

    assert (row["name"], row["hosts"], row["visits"]) == ("A Guest", came.name, 1)
    assert (row["joined_on"], row["days"]) == (date(2026, 6, 20), 5)


def test_topics_and_speakers():
    meeting, came, *_others = held()
    for title, name in (("Arches", "An Engineer"), ("Cables", "A Rigger")):
        talk = Talk.objects.create(meeting=meeting, title=title)
        Speaking.objects.create(meeting=meeting, talk=talk, printed_name=name)
    after.tell(meeting=meeting, person=came, score=4, words="", at=evening(170))

    topics, speakers = told("topics"), told("speakers")

    names = ("topic", "speakers", "attended", "opinions", "mean")
    assert picked(topics, *names) == [
        ("Arches", "An Engineer", 3, 1, None),
        ("Cables", "A Rigger", 3, 1, None),
    ]
    assert set(picked(speakers, "name", "evenings", "mean", "most")) == {
        ("An Engineer", 1, 3.0, 3),
        ("A Rigger", 1, 3.0, 3),
    }


def test_members_and_meetings():
    meeting, came, stayed, declined, late = held()

    rows = told("matrix")

    marks = {row["name"]: row[meeting.slug] for row in rows}
    assert marks == {
        came.name: "P", "A Guest": "P", "A Passer-by": "P", stayed.name: "A",
        declined.name: "", late.name: "",
    }  # fmt: skip


def test_reach_and_show_rate_by_month():
    held()

    rows = told("reach", first=date(2026, 5, 1))

    names = ("month", "meetings", "members", "reached", "reach", "going", "came_of_going")
    assert picked(rows, *names, "show_rate") == [
        (date(2026, 6, 1), 1, 4, 1, 25, 3, 2, 67),
        (date(2026, 5, 1), 0, 4, 0, 0, 0, 0, None),
    ]


def test_hours_given():
    duty = a_duty(a_role(size="evening"), tonight())
    person = a_member("A Helper", "helper@example.org")
    take(duty, person)
    attendance.check_in(meeting=duty.meeting, person=person, by=None, at=evening(0))

    (row,) = told("hours")

    assert (row["name"], row["jobs"], row["last_day"]) == ("A Helper", 1, date(2026, 6, 15))
    assert row["hours"] == 2


@pytest.mark.broad
@pytest.mark.parametrize("key", REPORTS)
def test_page_csv_and_sheet_say_the_same(organizer, key):
    held()
    names, cells = as_file(REPORTS[key], asked())
    rows = list(cells)

    page = organizer.get(f"/reports/{key}/")
    text = organizer.get(f"/reports/{key}.csv").getvalue().decode()
    sheet = openpyxl.load_workbook(io.BytesIO(organizer.get(f"/reports/{key}.xlsx").getvalue()))

    assert page.status_code == 200
    assert page.content.decode().count("<tr role=") == len(rows) + bool(rows)
    assert list(csv.reader(io.StringIO(text))) == [
        names, *([str(cell) for cell in row] for row in rows)
    ]  # fmt: skip
    found = [
        [cell.date() if hasattr(cell, "date") else "" if cell is None else cell for cell in row]
        for row in sheet.active.iter_rows(values_only=True)
    ]
    assert found == [names, *rows]
    assert sheet.active.freeze_panes == "A2"


@pytest.mark.parametrize("key", REPORTS)
def test_every_column_says_what_it_means(key):
    report = REPORTS[key]

    assert len({column.name for column in report.columns}) == len(report.columns)
    assert all(str(column.about).endswith(".") for column in report.columns)


@pytest.mark.broad
@pytest.mark.parametrize("key", REPORTS)
def test_no_cell_is_a_formula(key):
    meeting, *_people = held(topic="=1+1")
    Rsvp.objects.filter(meeting=meeting).first().person.__class__.objects.update(
        name="=cmd|'/c calc'!A0"
    )

    cells = [cell for row in as_file(REPORTS[key], asked())[1] for cell in row]

    assert not [cell for cell in cells if isinstance(cell, str) and cell.startswith("=")]


@pytest.mark.broad
@pytest.mark.parametrize("key", REPORTS)
def test_the_links_of_a_report_lead_somewhere(organizer, key):
    held()

    page = organizer.get(f"/reports/{key}/").content.decode()

    hrefs = set(re.findall(r'href="(/(?:meetings|members|reports)/[^".]*)"', page))
    assert all(organizer.get(href.replace("&amp;", "&")).status_code == 200 for href in hrefs)


@pytest.mark.broad
@pytest.mark.parametrize("key", REPORTS)
def test_the_paper_is_tagged_and_holds_what_the_page_shows(organizer, key, monkeypatch):
    held()
    drawn, render = [], papers.pdf.render
    monkeypatch.setattr("kit.pdf.render", lambda html, css: drawn.append(html) or render(html, css))

    body = organizer.get(f"/reports/{key}.pdf", {"first": "2026-06-01"}).content
    page = organizer.get(f"/reports/{key}/", {"first": "2026-06-01"}).content.decode()

    assert (body[:4], b"/StructTreeRoot" in unpacked(body)) == (b"%PDF", True)
    assert drawn[0].count("<tr>") == max(page.count("<tr role="), 1)
    assert "since 1 June 2026" in drawn[0]


def test_more_than_a_paper_takes_is_said(organizer, monkeypatch):
    held()
    monkeypatch.setattr(papers, "PAPER_ROWS", 2)

    page = organizer.get("/reports/people.pdf", follow=True)

    assert page.redirect_chain[0][0].startswith("/reports/people/")
    assert "Choose fewer days" in page.content.decode()


@pytest.mark.parametrize("ending", ["/", *(f".{kind}" for kind in KINDS)])
def test_reports_are_for_those_who_may_export(organizer, ending):
    member = a_member("A Member")
    a_login(member, "member@example.org")
    address = f"/reports/attendance{ending}"

    found = organizer.get(address)
    b"".join(found)
    assert found.status_code == 200
    assert browser(member).get(address).status_code == 403
    assert browser().get(address).status_code == 302
    assert organizer.post(address).status_code == 405


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_taken_out_is_written_down(organizer, kind):
    for method in (organizer.get, organizer.head):
        b"".join(method(f"/reports/people.{kind}"))

    assert [row.what for row in Export.objects.all()] == ["report people"]


def test_an_unknown_report_is_not_there(organizer):
    assert organizer.get("/reports/nothing/").status_code == 404


def test_letters_of_a_name_narrow_the_page_and_the_file(organizer):
    held()

    page = organizer.get("/reports/people/", {"q": "passer"}).content.decode()
    text = organizer.get("/reports/people.csv", {"q": "passer"}).getvalue().decode()

    assert "A Passer-by" in page
    assert "A Guest" not in page
    assert len(text.splitlines()) == 2


def test_days_a_report_does_not_understand_are_said(organizer):
    held()

    page = organizer.get("/reports/attendance/", {"first": "soon", "last": "2026-06-30"})

    assert "Enter a valid date" in page.content.decode()
    assert "Bridges" in page.content.decode()


@pytest.mark.parametrize("page", ["2", "-1", "0", "x", "9" * 30, "²"])
def test_odd_page_numbers_do_no_harm(organizer, page):
    assert organizer.get("/reports/people/", {"page": page}).status_code == 200


def test_long_reports_have_pages(organizer):
    meeting = tonight()
    for person in members(41):
        say(meeting, person)

    first = organizer.get("/reports/people/").content.decode()
    second = organizer.get("/reports/people/", {"page": 2}).content.decode()

    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    assert second.count("<tr role=") == 2


@pytest.mark.broad
@pytest.mark.parametrize("key", REPORTS)
def test_a_report_costs_the_same_for_few_and_many(organizer, key, django_assert_max_num_queries):
    for _meeting in range(4):
        held()
    address = f"{reverse('report', args=[key])}?first=2026-06-01"
    organizer.get(address)

    with django_assert_max_num_queries(13 if key == "matrix" else 11):
        organizer.get(address)
