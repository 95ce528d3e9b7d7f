"""Invitations and reminders: a range of time, the latest step, each once."""

from datetime import timedelta

import pytest

from events.actions import meetings, reminders
from outbox.models import Message
from tests.events.scenes import NOON, a_letterhead, a_meeting, a_person, letters, members, say

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def released():
    a_letterhead()


def queued() -> list[tuple[str, str]]:
    rows = Message.objects.filter(kind__in=["meeting.invitation", "meeting.reminder"])
    return list(rows.order_by("id").values_list("kind", "about__stage"))


def test_three_weeks_before_every_member_is_invited_once():
    meeting, people = a_meeting(30), members(3)
    a_person("A Stranger", "s@example.org")
    at = meeting.starts_at - 21 * DAY

    first = reminders.queue_due(at=at)
    second = reminders.queue_due(at=at + HOUR)

    assert (first, second) == ({"meeting.invitation": 3}, {})
    day = meeting.starts_at.date().isoformat()
    # One statement queues all of them, in no order of its own.
    assert sorted(m.dedupe_key for m in letters("meeting.invitation")) == sorted(
        f"reminder:{meeting.pk}:{day}:{person.pk}:invitation" for person in people
    )


@pytest.mark.parametrize("too_early", [22 * DAY, 21 * DAY + HOUR])
def test_before_its_time_nothing_is_queued(too_early):
    meeting = a_meeting(30)
    members(1)

    assert reminders.queue_due(at=meeting.starts_at - too_early) == {}


def test_the_silent_are_asked_twice_and_those_who_answered_never():
    meeting, [yes, no, silent] = a_meeting(30), members(3)
    say(meeting, yes)
    say(meeting, no, "declined")

    for before in (7 * DAY, 6 * DAY, 2 * DAY, DAY + HOUR):
        reminders.queue_due(at=meeting.starts_at - before)

    asked = [(m.about["person"], m.about["stage"]) for m in letters("meeting.reminder")]
    assert asked == [(silent.pk, "7d"), (silent.pk, "2d")]


def test_those_coming_hear_a_day_and_two_hours_before():
    meeting, [going] = a_meeting(30), members(1)
    say(meeting, going, "going", "A Guest")

    for before in (24 * HOUR, 3 * HOUR, 2 * HOUR, HOUR):
        reminders.queue_due(at=meeting.starts_at - before)

    assert queued() == [("meeting.reminder", "24h"), ("meeting.reminder", "2h")]


def test_after_an_outage_only_the_newest_step_goes_out():
    meeting = a_meeting(30)
    members(1)

    reminders.queue_due(at=meeting.starts_at - 30 * HOUR)

    assert queued() == [("meeting.reminder", "2d")]


def test_who_said_yes_after_the_step_was_due_is_not_reminded_of_it():
    meeting, [late] = a_meeting(30), members(1)
    say(meeting, late, at=meeting.starts_at - 20 * HOUR)

    reminders.queue_due(at=meeting.starts_at - 19 * HOUR)
    reminders.queue_due(at=meeting.starts_at - HOUR)

    assert queued() == [("meeting.reminder", "2h")]


def test_a_moved_meeting_reminds_again():
    meeting = a_meeting(30)
    members(1)
    reminders.queue_due(at=meeting.starts_at - 7 * DAY)

    meetings.move(
        meeting=meeting, starts_at=meeting.starts_at + 10 * DAY, by=None, at=NOON + 23 * DAY
    )
    reminders.queue_due(at=meeting.starts_at - 7 * DAY)

    assert [m.state for m in letters("meeting.reminder")] == ["superseded", "pending"]


def test_a_cancelled_meeting_reminds_nobody():
    meeting = a_meeting(30)
    members(1)
    meetings.cancel(meeting=meeting, reason="", by=None, at=NOON)

    assert reminders.queue_due(at=meeting.starts_at - 7 * DAY) == {}


def test_people_without_an_address_are_left_out():
    meeting, [person] = a_meeting(30), members(1)
    person.emails.all().delete()

    assert reminders.queue_due(at=meeting.starts_at - 7 * DAY) == {}


def test_a_reminder_is_not_sent_after_its_time():
    meeting = a_meeting(30)
    members(1)
    reminders.queue_due(at=meeting.starts_at - 7 * DAY)

    [letter] = letters("meeting.reminder")
    assert letter.valid_until == meeting.starts_at - 2 * DAY


def test_steps_across_a_clock_change_keep_the_wall_time():
    meeting = a_meeting(135)  # 28 October, after the change of the 25th
    members(1)
    at = meeting.starts_at - 7 * DAY - HOUR

    assert reminders.queue_due(at=at - timedelta(minutes=1)) == {"meeting.invitation": 1}
    assert reminders.queue_due(at=at) == {"meeting.reminder": 1}


def test_fifty_people_cost_as_many_statements_as_one(django_assert_num_queries):
    meeting = a_meeting(30)
    members(5)

    with django_assert_num_queries(9):
        reminders.queue_due(at=meeting.starts_at - 7 * DAY)
