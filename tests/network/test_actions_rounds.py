"""The rounds of coffee: held once, letters without names, three silences and the way back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kit.models import Setting
from members.models import Person
from network.actions import coffee_asks, coffees, participation, rounds, wishes
from network.models import Avoidance, CoffeeRound, CoffeeWish, Pairing, PairingSeat
from network.queries.coffees import tables
from network.rules.slots import EVERY, next_round, rhythms_due, round_of
from outbox import delivery, kinds
from outbox.actions import letters
from outbox.models import Message
from tests.events.scenes import NOON, a_letterhead
from tests.network.cast import a_friend

pytestmark = pytest.mark.django_db
# A Monday whose week is every rhythm's turn, 10:00 in Berlin.
MONDAY = datetime(2026, 2, 23, 9, tzinfo=UTC)
WEEK = timedelta(days=7)
NAMES = ["Juniper", "Hazel", "Cedar", "Alder", "Rowan", "Maple"]


@pytest.fixture
def people() -> list[Person]:
    """Six in the rounds, every week."""
    a_letterhead()
    friends = [a_friend(f"{name} Reed") for name in NAMES]
    for person in friends:
        wishes.join(person=person, rhythm=1, city="Kiel", at=NOON)
    return friends


def sent(kind: str) -> int:
    return Message.objects.filter(kind=f"coffee.{kind}").count()


def a_week(number: int) -> None:
    """One week's work: the round, the question on Saturday, and the end a week after."""
    start = MONDAY + number * WEEK
    rounds.hold(at=start)
    coffee_asks.ask(at=start + timedelta(days=5))
    rounds.close(at=start + timedelta(days=13))


def test_a_round_is_held_once_however_often_the_clock_calls(people):
    found = [rounds.hold(at=MONDAY + timedelta(hours=n)) for n in (0, 1, 30)]

    assert found == [2, 0, 0]
    assert (CoffeeRound.objects.count(), PairingSeat.objects.count(), sent("group")) == (1, 6, 6)


def _beat(_number: int) -> int:
    try:
        return rounds.hold(at=MONDAY)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_make_one_round(people):
    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(_beat, range(2)))

    assert found == [0, 2]
    assert (CoffeeRound.objects.count(), PairingSeat.objects.count(), sent("group")) == (1, 6, 6)


@pytest.mark.django_db(transaction=True)
def test_without_taking_turns_the_week_itself_refuses_a_second_round(people, monkeypatch):
    monkeypatch.setattr(rounds, "take_turns", lambda *_words: None)
    rounds.hold(at=MONDAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        CoffeeRound.objects.create(day=MONDAY.date(), made_at=MONDAY)

    assert rounds.hold(at=MONDAY) == 0


@pytest.mark.parametrize(
    "at",
    [MONDAY - timedelta(hours=2), MONDAY + timedelta(days=2), MONDAY - timedelta(days=1)],
    ids=["before nine", "on Wednesday", "on Sunday"],
)
def test_no_round_at_the_wrong_time(people, at):
    assert rounds.hold(at=at) == 0


def test_no_round_where_the_board_wants_none_nor_while_all_is_quiet(people):
    letters.hush(by="a test", at=NOON)
    quiet = rounds.hold(at=MONDAY)
    letters.release(by="a test", at=NOON)
    Setting.objects.create(key=EVERY.key, value=0)

    assert (quiet, rounds.hold(at=MONDAY)) == (0, 0)


def test_who_left_rests_lapsed_or_has_another_rhythm_is_in_no_round(people):
    wishes.pause(person=people[0], at=NOON)
    participation.leave(person=people[1], at=NOON)
    wishes.leave(person=people[2])
    CoffeeWish.objects.filter(person=people[3]).update(rhythm=4)
    people[4].memberships.update(voided_on=MONDAY.date())

    found = rounds.in_round((MONDAY + WEEK).date(), (MONDAY + WEEK).date())

    assert found == {people[5].pk: "kiel"}


def test_nobody_sits_with_whom_they_avoid_nor_with_the_same_person_twice(people):
    Avoidance.objects.create(writer=people[0], person=people[1])
    seen = []
    for number in range(2):
        rounds.hold(at=MONDAY + number * WEEK)
    for table in Pairing.objects.all():
        pks = sorted(table.seats.values_list("person", flat=True))
        seen += [(a, b) for a in pks for b in pks if a < b]

    assert (people[0].pk, people[1].pk) not in seen
    assert len(seen) - len(set(seen)) <= 2


def test_the_letter_has_three_calendar_files_and_the_book_no_name(people):
    rounds.hold(at=MONDAY)
    rows = Message.objects.filter(kind="coffee.group")
    letter = kinds.kind("coffee.group").composer(rows[0], MONDAY)

    delivery.deliver_due(at=MONDAY)

    assert [file.content.count(b"STATUS:TENTATIVE") for file in letter.files] == [1, 1, 1]
    assert set(rows.values_list("state", flat=True)) == {"sent"}
    kept = " ".join(f"{row.subject} {row.text} {row.html} {row.about}" for row in rows)
    assert [name for name in NAMES if name in kept] == []


def test_three_silences_pause_and_one_tap_returns(people):
    for number in range(3):
        a_week(number)
    paused = CoffeeWish.objects.filter(paused_at__isnull=False).count()
    asleep = rounds.hold(at=MONDAY + 3 * WEEK)
    wishes.come_back(person=people[0])
    wish = CoffeeWish.objects.get(person=people[0])

    assert (paused, sent("paused"), asleep) == (6, 6, 0)
    assert (wish.paused_at, wish.silences) == (None, 0)


def test_a_sign_of_life_begins_the_count_anew(people):
    a_week(0)
    a_week(1)
    start = MONDAY + 2 * WEEK
    rounds.hold(at=start)
    seat = PairingSeat.objects.filter(person=people[0]).latest("id")
    coffees.suit(seat=seat, suits=[0], at=start)
    coffee_asks.ask(at=start + timedelta(days=5))
    rounds.close(at=start + timedelta(days=13))

    paused = CoffeeWish.objects.filter(paused_at__isnull=False)
    assert paused.count() == 5
    assert CoffeeWish.objects.get(person=people[0]).silences == 0


def test_closing_twice_counts_one_silence(people):
    a_week(0)

    rounds.close(at=MONDAY + timedelta(days=14))

    assert set(CoffeeWish.objects.values_list("silences", flat=True)) == {1}


def test_the_city_given_for_the_rounds_is_shown_and_no_other(people):
    Person.objects.update(city="Secretville")
    rounds.hold(at=MONDAY)
    seat = PairingSeat.objects.select_related("pairing").first()

    table = tables([seat], MONDAY)[0]

    assert {city for _person, city in table.company} == {"Kiel"}


def test_rhythms_keep_step_and_the_next_round_is_told():
    monday = MONDAY.date()
    weeks = [rhythms_due(monday + n * WEEK) for n in range(4)]

    assert weeks == [[1, 2, 4], [1], [1, 2], [1]]
    assert next_round(monday, 4, 1) == monday + 4 * WEEK
    assert (next_round(monday, 1, 0), round_of(MONDAY.replace(tzinfo=None), 0)) == (None, None)
