"""At the door: set and never toggled, undone with history, apart from answers."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from events.actions import attendance, closing
from events.models import Attendance, Meeting, Rsvp
from kit.models import Setting
from members.models import Person
from tests.events.cast import evening, here, tonight
from tests.events.scenes import a_letterhead, a_member, a_person, members, say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _association(db):
    a_letterhead()


def arrives(meeting, person, minutes=0):
    return attendance.check_in(meeting=meeting, person=person, by=None, at=evening(minutes))


def test_a_second_tap_changes_nothing_and_knows_the_first():
    meeting, member = tonight(), a_person("A Member")
    first = arrives(meeting, member)

    second = arrives(meeting, member, 5)

    assert (first.changed, second.changed) == (True, False)
    assert second.row.arrived_at == evening()
    assert here(meeting) == [("A Member", "present", "name")]


def test_checking_in_writes_no_answer_and_declining_no_attendance():
    meeting, (member,) = tonight(), members(1)
    say(meeting, member, "declined")

    arrives(meeting, member)

    assert Rsvp.objects.get().state == "declined"
    assert len(here(meeting)) == 1


def test_an_undo_keeps_the_row_as_history():
    meeting, member = tonight(), a_person("A Member")
    arrives(meeting, member)

    undone = attendance.undo(meeting=meeting, person=member, by=member, at=evening(1))

    row = Attendance.objects.get()
    assert (undone, here(meeting)) == (True, [])
    assert (row.voided_at, row.voided_by) == (evening(1), member)


def test_a_second_undo_finds_nothing():
    meeting, member = tonight(), a_person("A Member")

    assert attendance.undo(meeting=meeting, person=member, by=None, at=evening()) is False


@pytest.mark.parametrize(
    ("minutes", "error"), [(-181, attendance.TooEarly), (12 * 60 + 1, attendance.TooLate)]
)
def test_the_door_has_hours(minutes, error):
    with pytest.raises(error):
        arrives(tonight(), a_person("A Member"), minutes)


def test_a_board_may_change_the_hours():
    Setting.objects.create(key="events.check_in_hours_before", value=5)
    meeting = tonight()

    arrives(meeting, a_person("A Member"), -299)

    assert len(here(meeting)) == 1


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_a_meeting_that_is_not_on_has_no_door(state):
    meeting = tonight()
    stamp = evening() if state == "cancelled" else None
    Meeting.objects.update(state=state, cancelled_at=stamp)

    with pytest.raises(attendance.DoorClosed):
        arrives(meeting, a_person("A Member"))


def test_a_walk_in_becomes_a_person_and_is_here():
    meeting = tonight()

    done = attendance.walk_in(
        meeting=meeting, name="A Passer-by", email="by@example.org", by=None, at=evening()
    )

    assert here(meeting) == [("A Passer-by", "present", "walk_in")]
    assert done.row.person.emails.get().address == "by@example.org"


def test_the_same_walk_in_twice_and_after_an_undo_is_one_person():
    meeting = tonight()
    for minute in (0, 1):
        done = attendance.walk_in(meeting=meeting, name="A Guest", by=None, at=evening(minute))
    attendance.undo(meeting=meeting, person=done.row.person, by=None, at=evening(2))

    attendance.walk_in(meeting=meeting, name="a guest", by=None, at=evening(3))

    assert Person.objects.filter(sort_name=done.row.person.sort_name).count() == 1
    assert here(meeting) == [("A Guest", "present", "walk_in")]


def test_a_guest_at_the_door_keeps_the_host():
    meeting, host = tonight(), a_person("A Host")

    attendance.walk_in(meeting=meeting, name="A Guest", host=host, by=None, at=evening())

    assert Attendance.objects.get().host == host


def test_an_announced_guest_keeps_the_host_of_the_answer():
    meeting, (member,) = tonight(), members(1)
    say(meeting, member, "going", "A Guest")

    arrives(meeting, Person.objects.get(name="A Guest"))

    assert Attendance.objects.get().host == member


def test_an_excused_member_who_comes_after_all_is_here():
    meeting, member = tonight(), a_person("A Member")
    attendance.excuse(meeting=meeting, person=member, by=None, at=evening(-600))

    arrives(meeting, member)

    assert here(meeting) == [("A Member", "present", "name")]
    assert Attendance.objects.count() == 2


def test_who_is_here_is_not_excused():
    meeting, member = tonight(), a_person("A Member")
    arrives(meeting, member)

    with pytest.raises(attendance.AlreadyHere):
        attendance.excuse(meeting=meeting, person=member, by=None, at=evening())


def test_closing_settles_everybody_who_said_yes():
    meeting, (comes, stays, writes, late, no) = tonight(), members(5)
    for person in (comes, stays, writes, late):
        say(meeting, person)
    say(meeting, no, "declined")
    Rsvp.objects.filter(person=late).update(promoted_at=evening() - timedelta(hours=23))
    arrives(meeting, comes)

    result = closing.close(meeting=meeting, by=None, at=evening(120), excused=[writes.pk])

    assert (result.absent, result.excused, meeting.state) == (1, 2, "closed")
    assert sorted(here(meeting)) == sorted(
        [
            (comes.name, "present", "name"),
            (stays.name, "absent", "closing"),
            (writes.name, "excused", "closing"),
            (late.name, "excused", "closing"),
        ]
    )


def test_a_promotion_in_good_time_can_be_a_no_show():
    meeting, (member,) = tonight(), members(1)
    say(meeting, member)
    Rsvp.objects.update(promoted_at=evening() - timedelta(hours=25))

    result = closing.close(meeting=meeting, by=None, at=evening(120))

    assert (result.absent, result.excused) == (1, 0)


def test_closing_twice_changes_nothing_the_second_time():
    meeting = tonight()
    closing.close(meeting=meeting, by=None, at=evening(120))

    assert closing.close(meeting=meeting, by=None, at=evening(121)).changed is False


def test_a_meeting_is_not_closed_before_it_begins():
    with pytest.raises(closing.NotBegun):
        closing.close(meeting=tonight(), by=None, at=evening(-1))


def test_a_closed_meeting_takes_no_change_until_it_is_reopened():
    meeting, (member,) = tonight(), members(1)
    say(meeting, member)
    closing.close(meeting=meeting, by=None, at=evening(60))
    with pytest.raises(attendance.MeetingClosed):
        arrives(meeting, member, 61)

    closing.reopen(meeting=meeting, by=None, at=evening(62))
    arrives(meeting, member, 63)

    assert here(meeting) == [(member.name, "present", "name")]


@pytest.mark.django_db(transaction=True)
def test_two_devices_that_check_in_one_member_at_once_write_one_row():
    meeting, member, barrier, results = tonight(), a_member("A Member"), Barrier(4), []

    def device():
        barrier.wait()
        results.append(arrives(meeting, member).changed)
        connection.close()

    threads = [Thread(target=device) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == [False, False, False, True]
    assert len(here(meeting)) == 1
