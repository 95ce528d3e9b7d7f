"""Ties are worked out from attendance; checked against a published table by hand."""

from datetime import date, timedelta

import pytest

from kit.models import Setting
from members.models import Person
from network.actions import participation, ties
from network.models import Participant, Tie
from network.rules import CROWD, TALKS, strength_on
from tests.events.scenes import NOON, a_person
from tests.network.cast import TODAY, a_friend, an_evening

pytestmark = pytest.mark.django_db

# Davis, Gardner and Gardner: Deep South (Chicago 1941), page 148: eighteen women, fourteen
# social events; here with the numbers of the events each was seen at.
SEEN = {
    "Evelyn": [1, 2, 3, 4, 5, 6, 8, 9], "Laura": [1, 2, 3, 5, 6, 7, 8],
    "Theresa": [2, 3, 4, 5, 6, 7, 8, 9], "Brenda": [1, 3, 4, 5, 6, 7, 8],
    "Charlotte": [3, 4, 5, 7], "Frances": [3, 5, 6, 8], "Eleanor": [5, 6, 7, 8],
    "Pearl": [6, 8, 9], "Ruth": [5, 7, 8, 9], "Verne": [7, 8, 9, 12],
    "Myrna": [8, 9, 10, 12], "Katherine": [8, 9, 10, 12, 13, 14],
    "Sylvia": [7, 8, 9, 10, 12, 13, 14], "Nora": [6, 7, 9, 10, 11, 12, 13, 14],
    "Helen": [7, 8, 10, 11, 12], "Dorothy": [8, 9], "Olivia": [9, 11], "Flora": [9, 11],
}  # fmt: skip


def strength(one: Person, other: Person, day: date = TODAY) -> float:
    tie = Tie.objects.filter(low=min(one, other, key=id_of), high=max(one, other, key=id_of))
    row = tie.first()
    return strength_on(row.strength, day, 365) if row else 0.0


def id_of(person: Person) -> int:
    return person.pk


@pytest.fixture
def women() -> dict[str, Person]:
    """All of the table, all events on one day, each with a talk to one other person."""
    Setting.objects.create(key=TALKS.key, value=1)
    people = {name: a_friend(name) for name in SEEN}
    for number in range(1, 15):
        present = [people[name] for name, seen in SEEN.items() if number in seen]
        an_evening(TODAY, *present)
    ties.recompute(today=TODAY)
    return people


def test_the_published_table_gives_the_strengths_computed_by_hand(women):
    found = {
        (one, other): strength(women[one], women[other])
        for one, other in [
            ("Evelyn", "Laura"), ("Olivia", "Flora"), ("Katherine", "Sylvia"),
            ("Charlotte", "Pearl"), ("Dorothy", "Evelyn"),
        ]
    }  # fmt: skip

    assert found == {
        # Events 1, 2, 3, 5, 6, 8 with 3, 3, 6, 8, 8, 14 present.
        ("Evelyn", "Laura"): pytest.approx(1 / 2 + 1 / 2 + 1 / 5 + 1 / 7 + 1 / 7 + 1 / 13),
        # Events 9 and 11 with 12 and 4.
        ("Olivia", "Flora"): pytest.approx(1 / 11 + 1 / 3),
        # Events 8, 9, 10, 12, 13, 14 with 14, 12, 5, 6, 3, 3.
        ("Katherine", "Sylvia"): pytest.approx(1 / 13 + 1 / 11 + 1 / 4 + 1 / 5 + 1 / 2 + 1 / 2),
        ("Charlotte", "Pearl"): 0.0,
        ("Dorothy", "Evelyn"): pytest.approx(1 / 13 + 1 / 11),
    }


def test_with_one_talk_each_all_ties_add_up_to_half_of_all_visits(women):
    total = sum(strength_on(tie.strength, TODAY, 365) for tie in Tie.objects.all())

    assert total == pytest.approx(sum(map(len, SEEN.values())) / 2)


def test_a_tie_halves_in_a_year_without_contact(women):
    day = TODAY + timedelta(days=365)

    assert strength(women["Olivia"], women["Flora"], day) == pytest.approx((1 / 11 + 1 / 3) / 2)


def test_folding_meetings_in_one_by_one_gives_what_the_night_gives(women):
    rows = ("low", "high", "contacts", "first_on", "last_on")
    expected = list(Tie.objects.order_by("low", "high").values_list(*rows))
    total = sum(Tie.objects.values_list("strength", flat=True))
    Tie.objects.all().delete()
    ties.FoldedMeeting.objects.all().delete()

    folded = (ties.fold_closed(today=TODAY), ties.fold_closed(today=TODAY))

    assert folded == (14, 0)
    assert list(Tie.objects.order_by("low", "high").values_list(*rows)) == expected
    assert sum(Tie.objects.values_list("strength", flat=True)) == pytest.approx(total)


def test_coming_back_gives_the_same_ties_as_never_having_left(women):
    rows = ("low", "high", "contacts", "first_on", "last_on")
    expected = list(Tie.objects.order_by("low", "high").values_list(*rows))

    participation.leave(person=women["Evelyn"], at=NOON)
    left = Tie.objects.filter(low=women["Evelyn"]).count()
    participation.take_part(person=women["Evelyn"], at=NOON)

    assert left == 0
    assert list(Tie.objects.order_by("low", "high").values_list(*rows)) == expected


def test_guests_the_untold_and_those_who_left_have_no_ties():
    friend, untold, gone = a_friend("A Friend"), a_friend("B Untold"), a_friend("C Gone")
    guest = a_person("D Guest")
    Participant.objects.filter(person=untold).delete()
    Participant.objects.filter(person=gone).update(left_at=NOON)
    an_evening(TODAY, friend, untold, gone, guest)

    written = ties.recompute(today=TODAY)

    assert written == 0
    with pytest.raises(participation.GuestsStayOut):
        participation.take_part(person=guest, at=NOON)


def test_everybody_present_makes_the_room_larger_also_who_takes_no_part():
    one, other = a_friend("One"), a_friend("Other")
    guests = [a_person(f"Guest {n}") for n in range(15)]
    an_evening(TODAY, one, other, *guests)
    ties.recompute(today=TODAY)

    assert strength(one, other) == pytest.approx(8 / 16)


def test_a_crowd_connects_nobody():
    Setting.objects.create(key=CROWD.key, value=2)
    an_evening(TODAY, a_friend("One"), a_friend("Other"), a_friend("Third"))

    assert ties.recompute(today=TODAY) == 0
