"""Whom one is about to lose, and what never shows."""

from datetime import date, timedelta

import pytest

from members.models import Visibility
from network.actions import notes, participation, ties
from network.models import Tie, Touch
from network.queries import words
from network.queries.losing import losing_touch
from network.queries.people import known, met_people
from tests.events.scenes import NOON
from tests.network.cast import TODAY, a_friend, an_evening

pytestmark = pytest.mark.django_db
LONG_AGO = date(2025, 9, 1)


@pytest.fixture
def pair():
    """Two who sat at one small table nine months ago."""
    one, other = a_friend("Juniper Reed"), a_friend("Hazel Moor", phone="+49 30 1234")
    an_evening(LONG_AGO, one, other, topic="Boats that forgive")
    ties.recompute(today=TODAY)
    return one, other


def named(viewer, day=TODAY):
    five, surprise = losing_touch(viewer, day)
    return [one.person.name for one in five], surprise.person.name if surprise else None


def test_who_was_met_and_not_seen_for_months_is_named_with_a_true_memory(pair):
    five, surprise = losing_touch(pair[0], TODAY)

    assert surprise is None
    assert [one.person for one in five] == [pair[1]]
    assert words.memory(five[0]) == "You were both at “Boats that forgive” in September 2025."
    assert words.reasons(five[0]) == ["1 meeting together, in September 2025"]
    assert words.silence(five[0], TODAY) == "9 months ago"


@pytest.mark.parametrize("again", ["attendance", "note"])
def test_any_contact_resets_the_clock(pair, again):
    one, other = pair
    if again == "attendance":
        an_evening(TODAY - timedelta(days=3), one, other)
        ties.fold_closed(today=TODAY)
    else:
        notes.spoke(writer=one, person=other, channel="call", on=TODAY, at=NOON)

    assert named(one) == ([], None)


def test_a_note_counts_for_its_writer_alone(pair):
    one, other = pair
    notes.spoke(writer=one, person=other, channel="lunch", on=TODAY, at=NOON, note="secret")

    assert named(other) == (["Juniper Reed"], None)
    assert known(other, [one], TODAY)[0].touches == []


def test_the_five_weightiest_stand_first_and_one_more_is_the_surprise():
    me = a_friend("Me Myself")
    friends = [a_friend(f"Friend {n}") for n in range(7)]
    for back, friend in enumerate(friends):
        for _ in range(7 - back):
            an_evening(LONG_AGO, me, friend)
    ties.recompute(today=TODAY)

    five, surprise = named(me)

    assert five == ["Friend 0", "Friend 1", "Friend 2", "Friend 3", "Friend 4"]
    assert surprise in {"Friend 5", "Friend 6"}
    assert named(me) == (five, surprise)


def test_never_and_not_now_are_kept(pair):
    one, other = pair
    notes.pause(writer=one, person=other, until=TODAY + timedelta(days=30))
    paused, later = named(one), named(one, TODAY + timedelta(days=30))
    notes.rhythm(writer=one, person=other, never=True)

    assert (paused, later) == (([], None), (["Hazel Moor"], None))
    assert named(one, TODAY + timedelta(days=300)) == ([], None)


def test_ones_own_rhythm_wins_over_the_usual_one(pair):
    one, other = pair
    notes.rhythm(writer=one, person=other, days=365)

    assert named(one) == ([], None)
    assert named(one, LONG_AGO + timedelta(days=365)) == (["Hazel Moor"], None)


def test_only_what_is_shown_to_people_met_is_offered(pair):
    one, other = pair
    shown = known(one, [other], TODAY)[0]
    Visibility.objects.create(person=other, field="phone", audience="met")
    Visibility.objects.create(person=other, field="email", audience="nobody")
    chosen = known(one, [other], TODAY)[0]

    assert (shown.phone, chosen.phone, chosen.email) == ("", "+49 30 1234", "")


def test_who_hides_the_name_has_died_or_left_the_association_is_not_named(pair):
    one, other = pair
    participation.let_be_found(person=other, findable=True)
    other.memberships.update(period="[2024-01-01,2024-12-31)")
    findable = named(one)
    participation.let_be_found(person=other, findable=False)

    assert findable == (["Hazel Moor"], None)
    assert named(one) == ([], None)
    assert list(met_people(one, "", TODAY)) == []


def test_leaving_forgets_ties_and_notes_on_both_sides(pair):
    one, other = pair
    notes.spoke(writer=one, person=other, channel="call", on=TODAY, at=NOON)
    notes.rhythm(writer=other, person=one, days=30)

    participation.leave(person=other, at=NOON)

    assert (Tie.objects.count(), Touch.objects.count(), named(one)) == (0, 0, ([], None))


def test_losing_touch_costs_the_same_for_few_and_many(django_assert_num_queries):
    me = a_friend("Me Myself")
    for count in (1, 12):
        for n in range(count):
            an_evening(LONG_AGO, me, a_friend(f"Friend {count} {n}"))
        ties.recompute(today=TODAY)
        with django_assert_num_queries(16):
            losing_touch(me, TODAY)
