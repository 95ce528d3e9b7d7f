"""The renewal letter says what the year gave, from what happened at the door and in office."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from events.letters.year import block
from events.models import Attendance, Meeting
from members.blocks import blocks
from roles.models import Role, Seat, Term
from tests.events.scenes import NOON, a_meeting, a_person
from tests.members.factories import a_login

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def member():
    return a_person("A Member")


def a_night(days_ago, *people, credits_minutes=60, state="present"):
    meeting = a_meeting(3)
    when = NOON - timedelta(days=days_ago)
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=when, ends_at=when + timedelta(hours=2), credits_minutes=credits_minutes
    )
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            person=person,
            state=state,
            method="name",
            recorded_at=when,
            arrived_at=when if state == "present" else None,
        )
        for person in people
    )


def test_it_counts_meetings_people_and_credits_of_the_last_year_only(member):
    other, third = a_person("Another"), a_person("A Third")
    a_night(400, member, third)
    a_night(100, member, other)
    a_night(50, member, other, third)

    [(title, text)] = block(member, NOON)

    assert title == "Your year with us"
    assert text.splitlines() == [
        "You came to 2 meetings.",
        "You sat in the room with 2 other people.",
        "They count for 2 credits.",
    ]


def test_ones_own_page_says_the_same_at_any_time(member, client, time_machine):
    time_machine.move_to(NOON, tick=False)
    a_night(100, member, a_person("Another"))
    client.force_login(a_login(member, "a.member@example.org"))

    page = client.get("/me/year/").text

    assert "You came to 1 meeting." in page
    assert "You sat in the room with 1 other person." in page


def test_who_was_excused_or_came_never_reads_nothing_of_it(member):
    a_night(100, member, state="excused")

    assert block(member, NOON) == []


def test_the_letter_thanks_for_a_seat_held(member):
    seat = Seat.objects.create(role=Role.objects.create(title="Scribe", body="board"), number=1)
    period = DateRange(TODAY - timedelta(days=300), TODAY - timedelta(days=10))
    Term.objects.create(
        seat=seat, person=member, period=period, kind="elected", appointed_at=NOON, via="setup"
    )

    found = blocks("membership.notice", "value", member, NOON)

    assert found == [("Your part", "Thank you for serving as Scribe.")]
