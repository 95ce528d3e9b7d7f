"""No-shows: a kind word to the person, after enough of them, lately; and nothing else."""

from datetime import timedelta

import pytest

from events.actions import reminders
from events.models import Attendance
from events.queries.no_shows import deserves_a_word
from events.rules.door import NO_SHOW_WORD
from kit.actions import turn
from outbox.queries import letterhead
from outbox.rendering import compose
from tests.events.scenes import NOON, a_letterhead, a_meeting, letters, members, say

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
KINDLY = "Lately something came up more than once"


@pytest.fixture
def person():
    a_letterhead()
    return members(1)[0]


def missed(person, days: int, state: str = "absent", **fields) -> Attendance:
    """A row of a meeting so many days ago."""
    meeting = a_meeting(20)
    type(meeting).objects.filter(pk=meeting.pk).update(
        starts_at=NOON - days * DAY, ends_at=NOON - days * DAY + timedelta(hours=2)
    )
    return Attendance.objects.create(
        meeting=meeting, person=person, state=state, method="closing", recorded_at=NOON, **fields
    )


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([(10, "absent"), (40, "absent")], True),
        ([(10, "absent")], False),
        ([(10, "absent"), (181, "absent")], False),
        ([(10, "absent"), (40, "excused")], False),
    ],
)
def test_a_rolling_window_and_excuses_count(person, rows, word):
    for days, state in rows:
        missed(person, days, state)

    assert deserves_a_word(person, NOON) == word


def test_what_was_taken_back_does_not_count(person):
    missed(person, 10)
    missed(person, 40, voided_at=NOON)

    assert not deserves_a_word(person, NOON)


def test_the_board_may_leave_it_alone(person):
    missed(person, 10)
    missed(person, 40)
    turn(knob=NO_SHOW_WORD, value=0)

    assert not deserves_a_word(person, NOON)


def test_the_reminder_says_it_once_to_that_person_alone(person):
    (other,) = members(1)
    missed(person, 10)
    missed(person, 40)
    meeting = a_meeting(3)
    for one in (person, other):
        say(meeting, one)
    reminders.queue_due(at=meeting.starts_at - timedelta(hours=23))

    at = meeting.starts_at - timedelta(hours=23)
    told = {
        letter.about["person"]: compose(letter, at, letterhead())
        for letter in letters("meeting.reminder")
    }

    assert (KINDLY in told[person.pk].text, KINDLY in told[person.pk].html) == (True, True)
    assert KINDLY not in told[other.pk].text
