"""Proposals, tables, and what "did you meet?" does to ties."""

from datetime import timedelta

import pytest

from members.models import Person
from network.actions import coffee_asks, coffees, notes, participation, proposals, ties
from network.actions.notes import NotPossible
from network.models import Avoidance, Pairing, PairingSeat, Proposal, Tie
from network.queries.coffees import asked_of
from network.rules import EPOCH
from outbox.models import Message
from outbox.queries import local_day
from tests.events.scenes import NOON, a_letterhead
from tests.network.cast import TODAY, a_friend, an_evening

pytestmark = pytest.mark.django_db
TIMES = [NOON + timedelta(days=days) for days in (2, 3, 4)]
LATER = NOON + timedelta(days=5)


@pytest.fixture
def pair() -> tuple[Person, Person]:
    a_letterhead()
    return a_friend("Juniper Reed"), a_friend("Hazel Moor")


def asked(writer: Person, person: Person, **more) -> Proposal:
    values = {"kind": "lunch", "times": TIMES, "at": NOON} | more
    return proposals.propose(writer=writer, person=person, **values)


def lunch(one: Person, other: Person) -> Pairing:
    """A lunch that was agreed for two days from NOON."""
    return proposals.accept(proposal=asked(one, other), chosen=0, at=NOON)


def seat(pairing: Pairing, person: Person) -> PairingSeat:
    return pairing.seats.get(person=person)


def kinds() -> list[str]:
    return sorted(one.kind for one in coffee_letters())


def coffee_letters():
    return Message.objects.filter(kind__startswith="coffee.")


def test_a_proposal_sends_one_letter_and_a_yes_sends_the_calendar_to_both(pair):
    row = asked(*pair)
    before = kinds()

    pairing = proposals.accept(proposal=row, chosen=1, at=NOON)

    assert (before, kinds()) == (["coffee.proposed"], ["coffee.proposed", *["coffee.settled"] * 2])
    assert (pairing.agreed_at, pairing.seats.count()) == (TIMES[1], 2)


def test_the_second_yes_finds_no_seat(pair):
    row = asked(*pair)
    proposals.accept(proposal=row, chosen=1, at=NOON)

    with pytest.raises(NotPossible):
        proposals.accept(proposal=row, chosen=1, at=NOON)

    assert Pairing.objects.count() == 1


@pytest.mark.parametrize(
    "times",
    [TIMES[:2], [TIMES[0]] * 3, [NOON - timedelta(days=1), *TIMES[:2]],
     [*TIMES[:2], NOON + timedelta(days=90)]],
)  # fmt: skip
def test_times_that_cannot_be_are_refused(pair, times):
    with pytest.raises(NotPossible):
        asked(*pair, times=times)


def test_nobody_is_asked_twice_while_the_first_waits_nor_more_than_five_times_a_day(pair):
    asked(*pair)
    for n in range(4):
        asked(pair[0], a_friend(f"Friend {n}"))

    for person in (pair[1], a_friend("One More")):
        with pytest.raises(NotPossible):
            asked(pair[0], person)


def test_a_proposal_that_ran_out_makes_room_for_another(pair):
    asked(*pair)

    asked(*pair, times=[one + timedelta(days=9) for one in TIMES], at=LATER)

    assert sorted(Proposal.objects.values_list("state", flat=True)) == ["asked", "withdrawn"]


def test_who_is_avoided_is_not_told_and_asks_in_vain(pair):
    Avoidance.objects.create(writer=pair[1], person=pair[0])

    row = asked(*pair)

    assert (row.state, kinds(), asked_of(pair[1], NOON)) == ("asked", [], [])


def test_a_no_tells_the_one_who_asked(pair):
    proposals.decline(proposal=asked(*pair), at=NOON)

    assert kinds() == ["coffee.declined", "coffee.proposed"]


def test_nothing_in_the_book_of_letters_says_who_meets_whom(pair):
    lunch(*pair)

    keys = [one.about["coffee"] for one in Message.objects.filter(kind="coffee.settled")]

    assert len(set(keys)) == 2
    assert {frozenset(one.about) for one in coffee_letters()} == {frozenset(("person", "coffee"))}


def test_a_yes_resets_the_clock_of_both_at_once(pair):
    an_evening(TODAY - timedelta(days=200), *pair)
    ties.recompute(today=TODAY)
    pairing = lunch(*pair)

    coffees.tell(seat=seat(pairing, pair[0]), met=True, at=LATER)

    tie = Tie.objects.get()
    assert (tie.contacts, tie.last_on) == (2, TIMES[0].date())


def test_a_lunch_weighs_two(pair):
    pairing = lunch(*pair)

    coffees.tell(seat=seat(pairing, pair[1]), met=True, at=LATER)

    days = (TIMES[0].date() - EPOCH).days
    assert Tie.objects.get().strength == pytest.approx(2 * 2 ** (days / 365))


def test_a_no_of_the_other_takes_the_contact_away_and_the_night_finds_the_same(pair):
    pairing = lunch(*pair)
    coffees.tell(seat=seat(pairing, pair[0]), met=True, at=LATER)
    coffees.tell(seat=seat(pairing, pair[1]), met=False, at=LATER)

    assert Tie.objects.count() == 0
    assert ties.recompute(today=LATER.date()) == 0


def test_at_a_table_of_three_two_silent_ones_have_not_met(pair):
    third = a_friend("Cedar Ford")
    pairing = Pairing.objects.create(times=TIMES, made_at=NOON)
    for person in (*pair, third):
        PairingSeat.objects.create(pairing=pairing, person=person)

    coffees.tell(seat=seat(pairing, third), met=True, at=LATER)

    tied = {frozenset((tie.low_id, tie.high_id)) for tie in Tie.objects.all()}
    assert tied == {frozenset((third.pk, one.pk)) for one in pair}


def test_nobody_has_met_before_the_time(pair):
    pairing = lunch(*pair)

    with pytest.raises(NotPossible):
        coffees.tell(seat=seat(pairing, pair[0]), met=True, at=NOON)


def test_the_first_time_that_suits_all_is_fixed(pair):
    pairing = Pairing.objects.create(times=TIMES, made_at=NOON)
    for person in pair:
        PairingSeat.objects.create(pairing=pairing, person=person)

    first = coffees.suit(seat=seat(pairing, pair[0]), suits=[1, 2], at=NOON).agreed_at
    second = coffees.suit(seat=seat(pairing, pair[1]), suits=[0, 2], at=NOON).agreed_at

    assert (first, second, kinds()) == (None, TIMES[2], ["coffee.settled"] * 2)


def test_what_is_called_off_is_told_once_and_asked_of_nobody(pair):
    pairing = lunch(*pair)
    for person in pair:
        coffees.call_off(seat=seat(pairing, person), at=NOON)

    assert kinds().count("coffee.off") == 2
    assert coffee_asks.ask(at=LATER) == 0


def test_did_you_meet_is_asked_once_the_morning_after(pair):
    lunch(*pair)
    night = TIMES[0].replace(hour=22)
    times = [TIMES[0], night, night + timedelta(hours=6), night + timedelta(hours=12), LATER]

    assert [coffee_asks.ask(at=at) for at in times] == [0, 0, 0, 2, 0]


def test_leaving_forgets_tables_proposals_and_whom_one_avoids(pair):
    lunch(*pair)
    asked(pair[1], pair[0])
    Avoidance.objects.create(writer=pair[1], person=pair[0])

    participation.leave(person=pair[0], at=NOON)

    left = [m.objects.count() for m in (Proposal, Pairing, PairingSeat, Avoidance)]
    assert left == [0, 0, 0, 0]


def test_we_spoke_is_taken_after_midnight_where_the_association_is(pair):
    midnight = NOON.replace(hour=23, minute=30)

    touch = notes.spoke(
        writer=pair[0], person=pair[1], channel="call", on=local_day(midnight), at=midnight
    )

    assert touch.on == TODAY + timedelta(days=1)
