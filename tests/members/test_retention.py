"""Nobody is kept for ever: those long unseen are told, may stay, and else become numbers."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.test import Client
from django.utils import timezone

from events.actions import attendance
from kit.models import Setting
from members.actions import retention
from members.models import ErasedPerson, Person, Retention
from members.queries.retention import over
from members.tokens import person_link
from outbox.models import Letterhead, Message
from tests.events.scenes import a_draft, a_letterhead, a_meeting
from tests.members.factories import NOON, TODAY, a_member, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _an_association():
    a_letterhead(released_at=NOON - timedelta(days=900))


def a_guest(months: int, name="A Guest", email="guest@example.org") -> Person:
    """Put on file so many months ago, and never seen since."""
    person = a_person(name, email)
    long_ago = NOON - relativedelta(months=months, days=1)
    Person.objects.filter(pk=person.pk).update(created_at=long_ago)
    return person


def a_lapsed_member(years: int, email="lapsed@example.org") -> Person:
    """Whose last paid day is so many years ago, and who was on file by then."""
    start = TODAY - relativedelta(years=years + 1, days=1)
    person = a_member("A Lapsed", email, start=start)
    Person.objects.filter(pk=person.pk).update(created_at=NOON - relativedelta(years=years + 1))
    return person


def the_night(day: date) -> tuple[int, int]:
    """What the job does: how many were told, how many erased."""
    told = retention.tell(today=day, at=NOON)
    return told, retention.reduce(today=day, at=NOON)


@pytest.mark.parametrize(
    ("somebody", "is_over"),
    [
        (lambda: a_guest(24), True),
        (lambda: a_guest(22), False),
        (lambda: a_lapsed_member(5), True),
        (lambda: a_lapsed_member(4), False),
        (lambda: a_member(start=TODAY), False),
    ],
)
def test_a_guest_is_kept_two_years_and_a_lapsed_member_five(somebody, is_over):
    somebody()

    assert over(TODAY).exists() == is_over


def test_whoever_came_with_an_old_file_has_a_whole_term_from_then_on():
    person = a_lapsed_member(9)
    Person.objects.filter(pk=person.pk).update(created_at=NOON)

    assert not over(TODAY).exists()
    assert over(TODAY + relativedelta(years=5, days=1)).exists()


def test_the_board_sets_the_terms():
    a_guest(13)
    Setting.objects.create(key="members.keep_guests_months", value=12)

    assert over(TODAY).count() == 1


def test_a_month_passes_between_the_letter_and_the_erasure():
    person = a_guest(24)

    nights = {days: the_night(TODAY + timedelta(days=days)) for days in (0, 1, 29, 30, 31)}

    assert nights == {0: (1, 0), 1: (0, 0), 29: (0, 0), 30: (0, 1), 31: (0, 0)}
    assert Message.objects.filter(kind="person.retention").count() == 1
    person.refresh_from_db()
    assert (person.name, ErasedPerson.objects.get().via) == ("Erased person", "retention")


def test_one_tap_in_the_letter_keeps_them_for_another_term():
    person = a_guest(24)
    the_night(TODAY)
    token = person_link("keep", person, at=timezone.now(), days=60)

    looked = Client().get(f"/keep/{token}/")
    before = Retention.objects.get().kept_on
    Client().post(f"/keep/{token}/")

    assert (looked.status_code, before) == (200, None)
    assert Retention.objects.get().kept_on is not None
    assert the_night(TODAY + timedelta(days=40)) == (0, 0)


def test_who_comes_back_in_that_month_is_let_off():
    person = a_lapsed_member(5)
    the_night(TODAY)
    soon = a_meeting(20)
    attendance.check_in(meeting=soon, person=person, by=None, at=soon.starts_at)

    assert the_night(TODAY + timedelta(days=30)) == (0, 0)
    assert Retention.objects.count() == 0


def test_nobody_is_told_while_letters_are_held():
    a_guest(24)
    Letterhead.objects.update(released_at=None)

    assert the_night(TODAY) == (0, 0)


def test_who_has_no_address_is_written_down_and_reduced_all_the_same():
    a_guest(24, email="")

    assert the_night(TODAY) == (1, 0)
    assert Message.objects.filter(kind="person.retention").count() == 0
    assert the_night(TODAY + timedelta(days=30)) == (0, 1)


def test_who_gave_a_talk_stays_in_the_record_of_it():
    speaker = a_guest(24)
    a_draft(20).speakings.create(printed_name="A Guest", person=speaker)

    assert not over(TODAY).exists()


@pytest.mark.parametrize(("token", "status"), [("forged", 404), ("x" * 300, 404)])
def test_a_link_that_was_not_made_by_us_says_so(token, status):
    assert Client().get(f"/keep/{token}/").status_code == status
