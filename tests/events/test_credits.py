"""Credits: earned by being there, at closed meetings, by the minutes and hours of their kind."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.actions import attendance
from events.actions.closing import close
from events.models import Attendance, CreditKind, Talk
from events.queries.credits import kept, totals, transcript
from events.queries.reports import REPORTS, Asked, attendance_rows
from events.rules.credits import credits_of, earned
from kit.models import Export
from members.queries.retention import over
from tests.events.cast import HTMX, an_officer, browser, evening, tonight
from tests.events.scenes import NOON, a_letterhead, a_login, a_member, a_person
from tests.members.test_views_board import unpacked

pytestmark = pytest.mark.django_db
START, END = evening(), evening(120)


@pytest.fixture(autouse=True)
def _tonight():
    a_letterhead()
    with time_machine.travel(evening(130), tick=False):
        yield


@pytest.fixture
def member():
    person = a_member("A Member", "member@example.org", start=date(2026, 1, 1))
    a_login(person, "member@example.org")
    return person


@pytest.fixture
def ethics():
    return CreditKind.objects.create(
        name="Ethics", times_required=True, sponsor="The Institute", provider_number="4711",
        minutes_per_credit=60,
    )  # fmt: skip


def was_there(person, *, left: int | None = None, closed: bool = True, **fields):
    """A closed evening of two hours, the person in from its start."""
    meeting = tonight(**fields)
    attendance.check_in(meeting=meeting, person=person, by=None, at=START)
    if left is not None:
        attendance.leave(meeting=meeting, person=person, by=None, at=evening(left))
    if closed:
        close(meeting=meeting, by=None, at=END)
    return meeting


def told(person) -> list[tuple[str, int, float]]:
    return [
        (one.kind.name if one.kind else "", one.minutes, one.credits) for one in transcript(person)
    ]


def reported(meeting) -> list[tuple[str, int, float]]:
    asked = Asked(kind="talk", at=evening(130))
    found = REPORTS["credits"].answer(asked).rows
    return [(row[5], row[6], row[7]) for row in found if row[3] == meeting.slug]


def exported(meeting) -> float:
    return sum(row[-1] for row in attendance_rows(meeting=meeting))


@pytest.mark.parametrize(
    ("arrived", "left", "minutes"),
    [
        (START, END, 90),
        (START - timedelta(hours=1), END + timedelta(hours=1), 90),
        (START, START + timedelta(minutes=40, seconds=59), 40),
        (END - timedelta(minutes=10), END, 10),
        (START, None, 0),
        (None, END, 0),
        (END, END + timedelta(hours=1), 0),
    ],
)
def test_minutes_between_arrival_and_leaving(arrived, left, minutes):
    times = {"arrived_at": arrived, "left_at": left, "starts_at": START, "ends_at": END}

    assert earned(90, timed=True, **times) == minutes
    assert earned(90, timed=False, **times) == 90


@pytest.mark.parametrize(
    ("minutes", "credits"), [(50, 1.0), (100, 2.0), (75, 1.5), (0, 0.0), (47, 0.94)]
)
def test_an_hour_has_fifty_minutes(minutes, credits):
    assert credits_of(minutes) == credits


def test_half_a_hundredth_is_rounded_up_everywhere():
    assert credits_of(1, 8) == 0.13


def test_whole_meeting_and_talks_add_up_by_kind(member, ethics):
    meeting = was_there(member, left=120, closed=False, credits_minutes=50)
    Talk.objects.create(meeting=meeting, title="Rules", credit_minutes=30, credit_kind=ethics)
    Talk.objects.create(meeting=meeting, title="Cases", credit_minutes=30, credit_kind=ethics)
    close(meeting=meeting, by=None, at=END)

    assert sorted(told(member)) == [("", 50, 1.0), ("Ethics", 60, 1.0)]
    assert sorted(reported(meeting)) == sorted(told(member))
    assert exported(meeting) == 2.0


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    arrived=st.integers(-90, 180), stays=st.integers(0, 240), minutes=st.integers(1, 240),
    timed=st.booleans(), rate=st.integers(1, 120),
)  # fmt: skip
def test_report_and_export_say_what_the_certificate_says(arrived, stays, minutes, timed, rate):
    with transaction.atomic():
        kind = CreditKind.objects.create(name="Any", times_required=timed, minutes_per_credit=rate)
        person = a_person("Somebody")
        meeting = tonight(credits_minutes=minutes, credit_kind=kind)
        came = evening(arrived)
        Attendance.objects.create(
            meeting=meeting, person=person, state="present", method="name", arrived_at=came,
            left_at=came + timedelta(minutes=stays), recorded_at=came,
        )  # fmt: skip
        close(meeting=meeting, by=None, at=END)
        earned_, reported_, exported_ = told(person), reported(meeting), exported(meeting)
        transaction.set_rollback(True)

    assert reported_ == earned_
    assert exported_ == pytest.approx(sum(one for *_kind, one in earned_))


def test_an_open_meeting_and_an_undone_row_are_worth_nothing(member):
    meeting = was_there(member, closed=False, credits_minutes=50)
    assert told(member) == []

    attendance.undo(meeting=meeting, person=member, by=None, at=END)
    close(meeting=meeting, by=None, at=END)

    assert told(member) == []
    assert reported(meeting) == []


def test_leaving_is_noted_once_and_taken_back(member, ethics):
    meeting = was_there(member, left=30, closed=False, credits_minutes=60, credit_kind=ethics)

    assert not attendance.leave(meeting=meeting, person=member, by=None, at=evening(60))
    assert attendance.stay(meeting=meeting, person=member, by=None, at=evening(61))
    assert attendance.leave(meeting=meeting, person=member, by=None, at=evening(90))
    close(meeting=meeting, by=None, at=END)

    assert told(member) == [("Ethics", 60, 1.0)]


@pytest.mark.parametrize(("ticked", "minutes"), [({"stayed": "on"}, [60]), ({}, [])])
def test_at_closing_an_officer_says_who_stayed_to_the_end(member, ethics, ticked, minutes):
    meeting = was_there(member, closed=False, credits_minutes=60, credit_kind=ethics)
    officer = browser(an_officer("A Secretary", "Secretary"))

    page = officer.get(f"/meetings/{meeting.slug}/door/close/").content.decode()
    officer.post(f"/meetings/{meeting.slug}/door/close/", ticked)

    assert "One person has no leaving time" in page
    assert [spent for _kind, spent, _credits in told(member)] == minutes


def test_the_door_asks_who_goes_only_where_it_counts(member, ethics):
    plain = was_there(member, closed=False, credits_minutes=60)
    timed = was_there(member, closed=False, credits_minutes=60, credit_kind=ethics)
    officer = browser(an_officer("A Secretary", "Secretary"))

    assert "door/leave/" not in officer.get(f"/meetings/{plain.slug}/door/").content.decode()
    address = f"/meetings/{timed.slug}/door/leave/{member.uid}/"
    gone = officer.post(address, **HTMX).content.decode()
    back = officer.post(f"{address}?undo", **HTMX).content.decode()

    assert "A Member has gone." in gone
    assert "until" in gone
    assert "A Member is still here." in back


def test_one_sees_ones_own_credits_and_takes_the_papers(member, ethics):
    meeting = was_there(member, left=120, credits_minutes=60, credit_kind=ethics)
    own = browser(member)

    page = own.get("/me/credits/").content.decode()
    certificate = own.get(f"/meetings/{meeting.slug}/certificate/{member.uid}.pdf").content

    assert "2026 · Ethics" in page
    assert f"/meetings/{meeting.slug}/certificate/{member.uid}.pdf" in page
    for body in (certificate, own.get("/me/credits.pdf").content):
        assert (body[:4], b"/StructTreeRoot" in unpacked(body)) == (b"%PDF", True)


def test_the_certificate_names_all_it_must(member, ethics, monkeypatch):
    drawn = []
    monkeypatch.setattr("kit.pdf.render", lambda html, css: drawn.append(html) or b"%PDF")
    meeting = was_there(member, left=120, credits_minutes=60, credit_kind=ethics)

    browser(member).get(f"/meetings/{meeting.slug}/certificate/{member.uid}.pdf")

    for words in (
        "A Member", "Bridges", "15 June 2026", "live, in person", "The Institute", "4711",
        "1 Ethics", "an hour of 60 minutes", "The office",
    ):  # fmt: skip
        assert words in drawn[0], words


def test_nobody_takes_a_foreign_certificate_but_who_may_export(member):
    meeting = was_there(member, credits_minutes=50)
    other = a_member("Another", "another@example.org", start=date(2026, 1, 1))
    a_login(other, "another@example.org")
    address = f"/meetings/{meeting.slug}/certificate/{member.uid}.pdf"

    assert browser(other).get(address).status_code == 404
    organizer = browser(an_officer("An Organizer", "Organizer"))
    assert f'href="{address}"' in organizer.get("/reports/credits/").content.decode()
    assert organizer.get(address).status_code == 200
    assert [row.what for row in Export.objects.all()] == [f"{meeting.slug}: certificate"]
    nothing = address.replace(str(member.uid), str(other.uid))
    assert browser(other).get(nothing).status_code == 404


def test_sums_by_year_and_kind(member):
    first = was_there(member, credits_minutes=50)
    was_there(member, credits_minutes=25)
    type(first).objects.filter(pk=first.pk).update(starts_at=START - timedelta(days=365))

    assert totals(transcript(member)) == [(2026, "", 0.5), (2025, "", 1.0)]


def test_who_earned_credits_is_kept_for_five_years():
    guest = a_person("A Guest")
    meeting = was_there(guest, credits_minutes=50)
    type(guest).objects.update(created_at=datetime(2020, 1, 1, tzinfo=UTC))
    long_ago = NOON - timedelta(days=3 * 365)
    type(meeting).objects.update(starts_at=long_ago, ends_at=long_ago + timedelta(hours=2))

    assert guest not in over(NOON.date())
    assert kept(NOON.date()).exists()
    type(meeting).objects.update(credits_minutes=0)
    assert guest in over(NOON.date())


def test_the_transcript_costs_two_queries(member, django_assert_num_queries):
    for _meeting in range(4):
        was_there(member, credits_minutes=50)

    with django_assert_num_queries(2):
        transcript(member)
