"""Answers: seats, the queue, parties, and the same click twice."""

from datetime import timedelta

import pytest

from events.actions import meetings, rsvp
from events.actions.refusals import (
    AnswersClosed,
    CapacityTooSmall,
    GuestLimit,
    MeetingNotOpen,
    ModeNotOffered,
    NoRoom,
    NotAMember,
    UnknownAnswer,
)
from events.models import Rsvp
from events.queries.promises import violations
from tests.events.scenes import (
    NOON,
    a_draft,
    a_letterhead,
    a_meeting,
    a_member,
    a_person,
    a_venue,
    letters,
    members,
    say,
    states,
    taken,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def released():
    a_letterhead()


def state_of(meeting, person):
    return Rsvp.objects.values_list("state", flat=True).get(meeting=meeting, person=person)


def test_a_yes_takes_a_seat_and_is_confirmed_by_letter():
    meeting, [person] = a_meeting(capacity=5), members(1)

    outcome = say(meeting, person)

    assert (outcome.state, outcome.changed, outcome.wait_number) == ("going", True, None)
    assert taken(meeting) == 1
    assert [(m.to, m.dedupe_key) for m in letters("rsvp.confirmation")] == [
        (person.emails.get().address, f"rsvp:{outcome.rsvp_id}:1")
    ]


def test_the_same_yes_again_changes_nothing():
    meeting, [person] = a_meeting(capacity=5), members(1)
    first = say(meeting, person)

    second = say(meeting, person)

    assert (second.state, second.changed, second.revision) == ("going", False, first.revision)
    assert taken(meeting) == 1
    assert len(letters("rsvp.confirmation")) == 1


def test_who_comes_after_the_last_seat_waits_in_order():
    meeting, people = a_meeting(capacity=1), members(3)

    numbers = [say(meeting, person).wait_number for person in people]

    assert numbers == [None, 1, 2]
    assert taken(meeting) == 1


def test_a_cancelled_seat_goes_to_the_first_waiting_at_once():
    meeting, [seated, first, second] = a_meeting(capacity=1), members(3)
    for person in (seated, first, second):
        say(meeting, person)

    say(meeting, seated, "cancelled", at=NOON + timedelta(hours=1))

    assert [row[1:] for row in states(meeting)] == [
        ("cancelled", None),
        ("going", None),
        ("waitlisted", 2),
    ]
    moved_up = Rsvp.objects.get(meeting=meeting, person=first)
    assert moved_up.promoted_at == NOON + timedelta(hours=1)
    assert [m.about["person"] for m in letters("rsvp.promotion")] == [first.pk]
    assert violations() == []


def test_a_party_that_does_not_fit_keeps_its_place_and_the_next_that_fits_sits():
    meeting, [seated, pair, single] = a_meeting(capacity=1), members(3)
    say(meeting, seated)
    say(meeting, pair, "going", "A Guest")
    say(meeting, single)

    say(meeting, seated, "cancelled")

    assert state_of(meeting, single) == "going"
    waiting = Rsvp.objects.filter(meeting=meeting, state="waitlisted")
    assert set(waiting.values_list("wait_number", flat=True)) == {1}
    assert waiting.count() == 2


def test_shortly_before_the_start_a_freed_seat_is_offered_for_two_hours():
    meeting, [seated, waiting] = a_meeting(capacity=1), members(2)
    say(meeting, seated)
    say(meeting, waiting)
    late = meeting.starts_at - timedelta(hours=10)

    say(meeting, seated, "cancelled", at=late)

    offered = Rsvp.objects.get(meeting=meeting, person=waiting)
    assert (offered.state, offered.offered_until) == ("offered", late + timedelta(hours=2))
    assert taken(meeting) == 1
    assert [m.about["rsvp"] for m in letters("rsvp.offer")] == [offered.pk]


def test_an_offer_holds_its_seat_until_the_sweep_takes_it_back():
    meeting, [seated, first, second] = a_meeting(capacity=1), members(3)
    for person in (seated, first, second):
        say(meeting, person)
    late = meeting.starts_at - timedelta(hours=10)
    say(meeting, seated, "cancelled", at=late)

    lost = rsvp.sweep_offers(at=late + timedelta(hours=3))

    assert lost == 1
    assert [row[1] for row in states(meeting)] == ["cancelled", "cancelled", "offered"]
    assert taken(meeting) == 1
    assert rsvp.sweep_offers(at=late + timedelta(hours=3)) == 0


def test_a_late_yes_before_the_sweep_counts():
    meeting, [seated, waiting] = a_meeting(capacity=1), members(2)
    say(meeting, seated)
    say(meeting, waiting)
    late = meeting.starts_at - timedelta(hours=10)
    say(meeting, seated, "cancelled", at=late)

    outcome = say(meeting, waiting, at=late + timedelta(hours=5))

    assert outcome.state == "going"
    assert rsvp.sweep_offers(at=late + timedelta(hours=6)) == 0
    assert taken(meeting) == 1


def test_named_guests_each_take_a_seat_and_go_with_their_host():
    meeting, [host] = a_meeting(capacity=3), members(1)

    say(meeting, host, "going", "First Guest", " first  guest ", "Second Guest")

    assert [row[:2] for row in states(meeting)] == [
        (host.name, "going"),
        ("First Guest", "going"),
        ("Second Guest", "going"),
    ]
    assert taken(meeting) == 3
    say(meeting, host, "cancelled")
    assert {row[1] for row in states(meeting)} == {"cancelled"}
    assert taken(meeting) == 0


def test_leaving_a_guest_out_frees_the_seat():
    meeting, [host, waiting] = a_meeting(capacity=2), members(2)
    say(meeting, host, "going", "A Guest")
    say(meeting, waiting)

    say(meeting, host)

    assert [row[1] for row in states(meeting)] == ["going", "cancelled", "going"]


def test_a_waiting_party_that_shrinks_keeps_its_number_or_sits():
    meeting, [seated, pair] = a_meeting(capacity=2), members(2)
    say(meeting, seated)
    say(meeting, pair, "going", "A Guest", "Another Guest")

    stays = say(meeting, pair, "going", "A Guest")
    sits = say(meeting, pair)

    assert (stays.state, stays.wait_number) == ("waitlisted", 1)
    assert (sits.state, sits.wait_number) == ("going", None)


def test_a_seated_party_without_room_for_another_guest_keeps_what_it_has():
    meeting, [host, other] = a_meeting(capacity=2), members(2)
    say(meeting, host)
    say(meeting, other)

    with pytest.raises(NoRoom) as refused:
        say(meeting, host, "going", "A Guest")

    assert refused.value.free == 0
    assert [row[1] for row in states(meeting)] == ["going", "going"]


def test_more_guests_than_allowed_are_refused():
    meeting, [host] = a_meeting(guest_limit=1), members(1)

    with pytest.raises(GuestLimit):
        say(meeting, host, "going", "A Guest", "Another Guest")


def test_changing_from_the_room_to_online_frees_the_seat_for_the_next():
    meeting = a_meeting(capacity=1, venue=a_venue(), online_url="https://example.org/call")
    [seated, waiting] = members(2)
    say(meeting, seated)
    say(meeting, waiting)

    say(meeting, seated, mode="online")

    assert [row[1] for row in states(meeting)] == ["going", "going"]
    assert (taken(meeting), taken(meeting, "online")) == (1, 1)


def test_a_full_other_mode_leaves_the_seat_one_has():
    meeting, [seated, other] = a_meeting(capacity=5), members(2)
    rsvp.set_capacity(meeting=meeting, mode="online", capacity=1, by=None, at=NOON)
    say(meeting, seated, mode="online")
    say(meeting, other)

    with pytest.raises(NoRoom):
        say(meeting, other, mode="online")

    assert (taken(meeting), taken(meeting, "online")) == (1, 1)


def test_who_cancelled_may_answer_again_with_a_new_number():
    meeting, [seated, first, second] = a_meeting(capacity=1), members(3)
    for person in (seated, first, second):
        say(meeting, person)
    say(meeting, first, "cancelled")

    again = say(meeting, first)

    assert (again.state, again.wait_number) == ("waitlisted", 3)


def test_more_seats_move_the_waiting_up():
    meeting, people = a_meeting(capacity=1), members(4)
    for person in people:
        say(meeting, person)

    rsvp.set_capacity(meeting=meeting, mode="in_person", capacity=3, by=None, at=NOON)

    assert [row[1] for row in states(meeting)] == ["going", "going", "going", "waitlisted"]
    assert len(letters("rsvp.promotion")) == 2


def test_fewer_seats_than_given_away_are_refused_naming_the_minimum():
    meeting, people = a_meeting(capacity=5), members(3)
    for person in people:
        say(meeting, person)

    with pytest.raises(CapacityTooSmall) as refused:
        rsvp.set_capacity(meeting=meeting, mode="in_person", capacity=2, by=None, at=NOON)

    assert refused.value.minimum == 3
    assert "3" in str(refused.value)


def test_no_limit_means_nobody_waits():
    meeting, people = a_meeting(capacity=1), members(4)
    for person in people:
        say(meeting, person)

    rsvp.set_capacity(meeting=meeting, mode="in_person", capacity=None, by=None, at=NOON)

    assert {row[1] for row in states(meeting)} == {"going"}


def test_after_the_last_moment_a_yes_is_refused_and_a_no_still_counts():
    meeting, [early, late] = a_meeting(capacity=5), members(2)
    say(meeting, early)
    until = meeting.starts_at - timedelta(days=2)
    meetings.edit(meeting=meeting, answers_until=until, by=None, at=NOON)

    with pytest.raises(AnswersClosed):
        say(meeting, late, at=until)

    assert say(meeting, early, "cancelled", at=until).state == "cancelled"


def test_once_it_has_begun_nothing_changes_any_more():
    meeting, [person] = a_meeting(capacity=5), members(1)
    say(meeting, person)

    with pytest.raises(AnswersClosed):
        say(meeting, person, "cancelled", at=meeting.starts_at)


@pytest.mark.parametrize("answer", ["going", "declined"])
def test_a_draft_takes_no_answers(answer):
    [person] = members(1)

    with pytest.raises(MeetingNotOpen):
        say(a_draft(), person, answer)


def test_somebody_who_is_no_member_is_refused_in_words_that_help():
    with pytest.raises(NotAMember) as refused:
        say(a_meeting(), a_person("A Stranger", "s@example.org"))

    assert "Renew" in str(refused.value)


def test_an_unknown_mode_or_answer_is_refused():
    meeting, [person] = a_meeting(), members(1)

    with pytest.raises(ModeNotOffered):
        say(meeting, person, mode="online")
    with pytest.raises(UnknownAnswer):
        say(meeting, person, "maybe")


def test_a_first_no_is_kept_and_needs_no_seat():
    meeting, [person] = a_meeting(capacity=1), members(1)

    outcome = say(meeting, person, "declined")

    assert (outcome.state, outcome.changed) == ("declined", True)
    assert taken(meeting) == 0
    assert say(meeting, person, "cancelled").changed is False


def test_a_guest_who_became_a_member_is_still_in_the_hosts_party():
    meeting, [host] = a_meeting(capacity=5), members(1)
    say(meeting, host, "going", "A Guest")
    guest = Rsvp.objects.get(meeting=meeting, host=host).person

    outcome = say(meeting, guest)
    left = say(meeting, guest, "cancelled")

    assert (outcome.state, outcome.changed) == ("going", False)
    assert left.state == "cancelled"
    assert taken(meeting) == 1


def test_an_answer_of_somebody_else_by_an_officer_takes_the_same_path():
    meeting, [person] = a_meeting(capacity=1), members(1)
    officer = a_member("An Officer")

    say(meeting, person, by=officer, via="admin")

    row = Rsvp.objects.get(meeting=meeting, person=person)
    assert (row.answered_by, row.via, row.state) == (officer, "admin", "going")
