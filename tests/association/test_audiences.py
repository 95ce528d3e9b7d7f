"""Whom a letter goes to: each line alone, lines together, people added and left out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from association.queries.audiences import Audience, reached, words
from events.actions import attendance
from members.actions import memberships
from outbox.queries import local_day
from tests.events.scenes import a_letterhead, a_member, a_person, say
from tests.members.factories import a_plan
from tests.security.scene import evening, seated

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _letterhead():
    a_letterhead(founded_at=timezone.now() - 900 * DAY, released_at=timezone.now() - 900 * DAY)


def names(**chosen) -> list[str]:
    return [person.name for person in reached(Audience(**chosen), timezone.now())]


def a_current(name: str):
    return a_member(name, start=local_day(timezone.now()) - 100 * DAY)


def a_lapsed(name: str):
    return a_member(name, start=local_day(timezone.now()) - 900 * DAY)


def test_nothing_chosen_reaches_nobody():
    a_current("A Member")

    assert names() == []


def test_standings_of_one_line_widen_it():
    a_current("A Member")
    a_lapsed("The Lapsed")
    a_person("A Stranger")

    assert names(standings=("active",)) == ["A Member"]
    assert names(standings=("active", "lapsed")) == ["The Lapsed", "A Member"]
    assert names(standings=("prospect",)) == ["A Stranger"]


def test_the_dead_get_no_letter():
    gone = a_current("A Member")
    gone.deceased_on = local_day(timezone.now())
    gone.save()

    assert names(standings=("active",), people=(gone.pk,)) == []


def test_a_plan_reaches_those_whose_period_runs():
    plan = a_plan(name="Reduced")
    start = local_day(timezone.now()) - 10 * DAY
    for name, day in (("A Student", start), ("A Former", start - 900 * DAY)):
        memberships.join(
            person=a_person(name), plan=plan, start=day, by=None, at=timezone.now() - 9 * DAY
        )
    a_current("A Member")

    assert names(plans=(plan.pk,)) == ["A Student"]


def test_a_role_reaches_who_holds_it_today():
    person = a_person("A Secretary")
    term = seated(person, "Secretary", "Secretary")
    a_current("A Member")

    assert names(roles=(term.seat.role_id,)) == ["A Secretary"]


def test_answers_silence_and_the_door_choose_within_a_meeting():
    tonight = evening()
    coming, seen, silent = a_current("A Coming"), a_current("B Seen"), a_current("C Silent")
    for person in (coming, seen):
        say(tonight, person, at=tonight.starts_at - DAY)
    attendance.check_in(meeting=tonight, person=seen, by=None, at=timezone.now())

    assert names(meeting=tonight.pk) == ["A Coming", "B Seen"]
    assert names(meeting=tonight.pk, answers=("going",)) == ["A Coming", "B Seen"]
    assert names(meeting=tonight.pk, answers=("silent",), standings=("active",)) == ["C Silent"]
    assert names(meeting=tonight.pk, seen=("here",)) == ["B Seen"]
    assert names(meeting=tonight.pk, seen=("missing",)) == ["A Coming"]
    assert names(series=tonight.series_id) == ["B Seen"]
    assert silent.name == "C Silent"


def test_lines_narrow_each_other_and_people_come_on_top():
    term = seated(a_current("A Board Member"), "Secretary", "Secretary")
    a_current("A Member")
    lapsed = a_lapsed("The Lapsed")
    board = names(standings=("active",), roles=(term.seat.role_id,))

    assert board == ["A Board Member"]
    assert names(roles=(term.seat.role_id,), people=(lapsed.pk,)) == [
        "The Lapsed",
        "A Board Member",
    ]
    assert names(people=(lapsed.pk,), without=(lapsed.pk,)) == []


def test_the_choice_is_told_in_words_and_kept_as_json():
    plan = a_plan(name="Reduced")
    chosen = Audience(standings=("active", "due"), plans=(plan.pk,), answers=())

    again = Audience.read({**chosen.stored(), "unknown": 1})

    assert again == chosen
    assert words(again) == [("Standing", "member, renewal due"), ("Plan", "Reduced")]
