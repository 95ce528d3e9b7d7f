"""A stranger's seat: held for a while, theirs by the proof, back where nobody proves it."""

from datetime import timedelta

import pytest

from events.actions import attendance, guests, meetings, rsvp
from events.actions.refusals import AnswersClosed, GuestAlone, GuestsNotTaken
from events.models import GuestAsk, Meeting, Rsvp
from events.queries.promises import violations
from kit.models import Setting
from members.models import Email, Person
from outbox.models import Message
from tests.events.scenes import (
    NOON,
    a_letterhead,
    a_meeting,
    a_member,
    a_person,
    letters,
    members,
    say,
    states,
    taken,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def letterhead():
    return a_letterhead()


@pytest.fixture(autouse=True)
def seats_are_counted_in_the_end():
    yield
    assert violations() == []


def asked(meeting, address="new@example.org", name="A Stranger", at=NOON) -> GuestAsk:
    return guests.ask(meeting=meeting, name=name, address=address, told_by="A friend", at=at)


def came(meeting, person) -> None:
    at = meeting.starts_at
    attendance.check_in(meeting=meeting, person=person, by=None, at=at)


def test_the_wish_holds_a_seat_for_two_hours_under_a_name_without_an_address():
    meeting = a_meeting(capacity=5)

    asked(meeting)

    own = Rsvp.objects.get()
    assert (own.state, own.offered_until, taken(meeting)) == ("offered", NOON + 2 * HOUR, 1)
    assert (own.person.name, Email.objects.count()) == ("A Stranger", 0)
    assert [m.to for m in letters("guest.link")] == ["new@example.org"]


def test_the_proof_makes_the_seat_theirs():
    meeting = a_meeting(capacity=5)
    ask = asked(meeting)

    done = guests.confirm(ask=ask, at=NOON + HOUR)

    assert (done.state, taken(meeting)) == ("going", 1)
    assert done.person.emails.get().verified_at == NOON + HOUR
    assert [m.to for m in letters("rsvp.confirmation")] == ["new@example.org"]


def test_the_second_proof_changes_nothing():
    meeting = a_meeting(capacity=5)
    ask = asked(meeting)
    first = guests.confirm(ask=ask, at=NOON)

    again = guests.confirm(ask=ask, at=NOON + HOUR)

    assert (again, Person.objects.count(), taken(meeting)) == (first, 1, 1)
    assert len(letters("rsvp.confirmation")) == 1


def test_the_owner_of_the_address_comes_and_the_typed_name_is_dropped():
    meeting = a_meeting(capacity=5)
    guest = a_person("A Known Guest", "known@example.org")
    ask = asked(meeting, "Known@example.org", name="Somebody Else")

    guests.confirm(ask=ask, at=NOON)

    assert states(meeting) == [("A Known Guest", "going", None)]
    assert [p.name for p in Person.objects.all()] == [guest.name]


def test_a_member_who_is_coming_already_keeps_one_seat():
    meeting = a_meeting(capacity=5)
    [member] = members(1)
    say(meeting, member, "going", "A Friend")
    ask = asked(meeting, member.emails.get().address)
    assert taken(meeting) == 3

    guests.confirm(ask=ask, at=NOON)

    assert taken(meeting) == 2


def test_a_seat_given_back_twice_held_goes_to_the_one_who_waits():
    meeting = a_meeting(capacity=2)
    first, second = members(2)
    say(meeting, first)
    ask = asked(meeting, first.emails.get().address)
    say(meeting, second)

    guests.confirm(ask=ask, at=NOON)

    assert [state for _name, state, _n in states(meeting)] == ["going", "going"]


def test_without_proof_the_sweep_takes_the_seat_back_and_nobody_is_written_to():
    meeting = a_meeting(capacity=1)
    asked(meeting)
    [member] = members(1)
    say(meeting, member)

    rsvp.sweep_offers(at=NOON + 3 * HOUR)
    guests.forget(at=NOON + 3 * HOUR)

    assert states(meeting) == [(member.name, "going", None)]
    assert Message.objects.filter(to="").count() == 0
    assert not Person.objects.filter(name="A Stranger").exists()


def test_a_proof_after_the_sweep_takes_a_seat_anew_or_waits():
    meeting = a_meeting(capacity=1)
    ask = asked(meeting)
    rsvp.sweep_offers(at=NOON + 3 * HOUR)
    [member] = members(1)
    say(meeting, member)

    done = guests.confirm(ask=ask, at=NOON + 4 * HOUR)

    assert (done.state, taken(meeting)) == ("waitlisted", 1)


def test_in_a_full_room_the_proof_gives_a_place_in_the_queue():
    meeting = a_meeting(capacity=1)
    first, _second = members(2)
    say(meeting, first)
    ask = asked(meeting)
    assert Person.objects.filter(name="A Stranger").count() == 0

    guests.confirm(ask=ask, at=NOON)
    rsvp.cancel(meeting=meeting, person=first, by=first, at=NOON)

    assert states(meeting)[-1] == ("A Stranger", "going", None)
    assert [m.to for m in letters("rsvp.promotion")] == ["new@example.org"]


def test_the_same_address_twice_is_one_wish_and_one_seat():
    meeting = a_meeting(capacity=5)
    asked(meeting)

    asked(meeting, "NEW@example.org", name="A Stranger Indeed", at=NOON + HOUR)

    assert (GuestAsk.objects.count(), taken(meeting)) == (1, 1)
    assert Rsvp.objects.get().person.name == "A Stranger Indeed"


def test_strangers_do_not_hold_more_than_a_handful_of_seats():
    Setting.objects.create(key="events.unproven_seats", value=2)
    meeting = a_meeting(capacity=10)

    wishes = [asked(meeting, f"n{number}@example.org") for number in range(4)]

    assert taken(meeting) == 2
    assert guests.confirm(ask=wishes[3], at=NOON).state == "going"


@pytest.mark.parametrize("fields", [{"visibility": "members"}, {"guest_limit": 0}])
def test_some_meetings_take_no_strangers(fields):
    meeting = a_meeting(**fields)

    with pytest.raises(GuestsNotTaken):
        asked(meeting)


def test_a_proof_after_the_start_is_too_late():
    meeting = a_meeting()
    ask = asked(meeting)

    with pytest.raises(AnswersClosed):
        guests.confirm(ask=ask, at=meeting.starts_at)


def test_a_guest_gives_the_seat_back_and_takes_it_again_alone():
    meeting = a_meeting(capacity=5)
    guest = guests.confirm(ask=asked(meeting), at=NOON).person

    say(meeting, guest, "cancelled")
    assert taken(meeting) == 0
    with pytest.raises(GuestAlone):
        say(meeting, guest, "going", "A Friend")
    assert say(meeting, guest, "going").state == "going"


def test_a_moved_meeting_writes_to_the_proven_and_not_to_the_unproven():
    meeting = a_meeting(capacity=5)
    guests.confirm(ask=asked(meeting, "proven@example.org"), at=NOON)
    asked(meeting, "unproven@example.org")

    from_now = Meeting.objects.get(pk=meeting.pk)
    meetings.cancel(meeting=from_now, reason="Storm", by=None, at=NOON)

    assert [m.to for m in letters("meeting.cancelled")] == ["proven@example.org"]


def test_who_brought_the_guest_before_meets_them_again():
    host = a_member("A Host", "host@example.org", start=NOON.date())
    first, second = a_meeting(5), a_meeting(10)
    say(first, host, "going", "A Guest")
    guest = Person.objects.get(name="A Guest")
    Email.objects.create(person=guest, address="g@example.org", canonical="g@example.org")
    ask = asked(second, "g@example.org")

    guests.confirm(ask=ask, at=NOON)

    ask.refresh_from_db()
    assert (ask.person, ask.greeter) == (guest, host)


def test_after_two_visits_a_guest_is_asked_to_join_once():
    first, second = a_meeting(1), a_meeting(2)
    guest = guests.confirm(ask=asked(first), at=NOON).person
    came(first, guest)
    after = second.ends_at
    assert guests.ask_to_apply(at=after) == 0

    came(second, guest)

    assert guests.ask_to_apply(at=after) == 1
    assert guests.ask_to_apply(at=after + HOUR) == 0
    assert [m.to for m in letters("guest.apply")] == ["new@example.org"]
