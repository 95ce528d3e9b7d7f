"""Acts from devices without network: each once, the latest wins, both sides stay on file."""

from uuid import uuid4

import pytest

from events.actions import attendance, closing, door_sync
from events.models import Attendance, DoorEntry
from events.rules.door_sent import Sent
from members.models import Person
from tests.events.cast import evening, here, tonight
from tests.events.scenes import a_letterhead, a_person, members, say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _association(db):
    a_letterhead()


def act(kind, minute, person=None, **more):
    return Sent(uid=uuid4(), act=kind, made_at=evening(minute), person=person, **more)


def sends(meeting, *acts, at=60):
    answers = door_sync.receive(
        meeting=meeting, device=uuid4(), sent=list(acts), by=None, at=evening(at)
    )
    return [answer.outcome for answer in answers]


def on_file():
    return list(DoorEntry.objects.order_by("id").values_list("act", "outcome"))


def test_a_check_in_keeps_the_hour_of_the_device():
    meeting, member = tonight(), a_person("A Member")

    assert sends(meeting, act("in", 5, member.uid)) == ["done"]

    assert Attendance.objects.get().arrived_at == evening(5)
    assert DoorEntry.objects.get().received_at == evening(60)


def test_the_same_act_sent_again_changes_nothing():
    meeting, member = tonight(), a_person("A Member")
    one = act("in", 5, member.uid)

    assert sends(meeting, one) == sends(meeting, one) == ["done"]

    assert (len(here(meeting)), len(on_file())) == (1, 1)


def test_what_was_taken_back_later_on_another_device_stays_taken_back():
    meeting, member = tonight(), a_person("A Member")
    attendance.check_in(meeting=meeting, person=member, by=None, at=evening(1))

    assert sends(meeting, act("out", 9, member.uid)) == ["done"]
    assert sends(meeting, act("in", 5, member.uid)) == ["overruled"]

    assert here(meeting) == []
    assert on_file() == [("out", "done"), ("in", "overruled")]


def test_either_order_of_arrival_ends_in_the_same_truth():
    meeting, member = tonight(), a_person("A Member")

    assert sends(meeting, act("in", 5, member.uid)) == ["done"]
    assert sends(meeting, act("out", 9, member.uid)) == ["done"]

    assert here(meeting) == []


def test_what_somebody_did_on_the_page_since_is_not_overwritten():
    meeting, member = tonight(), a_person("A Member")
    attendance.check_in(meeting=meeting, person=member, by=None, at=evening(20))

    assert sends(meeting, act("out", 9, member.uid)) == ["overruled"]

    assert here(meeting) == [("A Member", "present", "name")]


def test_a_walk_in_sent_twice_is_one_person_with_the_host():
    meeting, host = tonight(), a_person("A Host")
    one = act("walk_in", 5, name="A Passer-by", email="by@example.org", host=host.uid)

    assert sends(meeting, one) == sends(meeting, one) == ["done"]

    assert Person.objects.filter(name="A Passer-by").count() == 1
    assert Attendance.objects.get().host == host


def test_a_walk_in_with_an_address_on_file_is_that_person():
    meeting, member = tonight(), a_person("Jane Roe", "jane@example.org")

    assert sends(meeting, act("walk_in", 5, name="J. Roe", email="jane@example.org")) == ["done"]

    assert Attendance.objects.get().person == member


def test_a_walk_in_is_taken_back_by_the_id_of_its_act():
    meeting = tonight()
    came = act("walk_in", 5, name="A Passer-by")

    assert sends(meeting, came, act("out", 6, came.uid)) == ["done", "done"]

    assert here(meeting) == []


def test_a_ticket_the_phone_did_not_know_is_read_when_it_is_sent():
    meeting, (member,) = tonight(), members(1)
    say(meeting, member)
    code = meeting.rsvps.get().ticket

    assert sends(meeting, act("in", 5, ticket=code)) == ["done"]

    assert [row[0] for row in here(meeting)] == [member.name]


def test_one_act_that_is_refused_holds_up_no_other():
    meeting, member = tonight(), a_person("A Member")

    outcomes = sends(meeting, act("in", 1, uuid4()), act("in", 5, member.uid))

    assert outcomes == ["refused", "done"]
    assert on_file() == [("in", "done")]


def test_after_the_closing_nothing_is_taken_and_nothing_lost():
    meeting, member = tonight(), a_person("A Member")
    closing.close(meeting=meeting, by=None, at=evening(90))
    one = act("in", 5, member.uid)

    assert sends(meeting, one, at=100) == ["refused"]
    closing.reopen(meeting=meeting, by=None, at=evening(101))

    assert sends(meeting, one, at=102) == ["done"]
