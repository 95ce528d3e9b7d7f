"""Who might like a job: never without a reason, never more than three, never by load."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from network.rules import asks as rules
from network.rules.asks import BOARD, COMES, EVENING, QUICK, Facts, Reason

FACTS = st.builds(
    Facts, person=st.integers(1, 10**6), came=st.integers(0, 50), largest=st.integers(0, BOARD),
    seats=st.integers(0, 4), done=st.booleans(), skill=st.booleans(), knows=st.booleans(),
)  # fmt: skip
SIZES = st.integers(QUICK, BOARD)
CROWD = st.lists(FACTS, max_size=12, unique_by=lambda one: one.person)


def weight(one, size):
    return rules.weight(one, rules.reasons(one, size))


@given(CROWD, SIZES)
def test_three_at_most_and_each_with_a_reason(people, size):
    found = rules.three(people, size)

    assert len(found) <= 3
    assert all(rules.reasons(one, size) for one in found)


@given(CROWD, SIZES, st.randoms(use_true_random=False))
def test_the_order_in_which_people_come_changes_nothing(people, size, chance):
    shuffled = list(people)
    chance.shuffle(shuffled)

    assert rules.three(shuffled, size) == rules.three(people, size)


@given(FACTS, SIZES)
def test_a_skill_never_weighs_against_somebody(one, size):
    able, other = replace(one, skill=True), replace(one, skill=False)

    assert weight(able, size) >= weight(other, size)


@given(FACTS, SIZES)
def test_whoever_holds_more_seats_is_spared(one, size):
    assert weight(replace(one, seats=one.seats + 1), size) < weight(one, size)


@given(FACTS, SIZES)
def test_knowing_people_there_is_never_the_only_reason(one, size):
    assert rules.reasons(one, size) != [Reason.KNOWS]


def test_nobody_who_only_comes_is_asked_onto_the_board():
    assert rules.reasons(Facts(1, came=12, knows=True), BOARD) == []


def test_the_next_small_step_is_a_reason():
    regular, helper = Facts(1, came=COMES), Facts(2, largest=QUICK)

    assert rules.reasons(regular, QUICK) == [Reason.STEP, Reason.CAME]
    assert rules.reasons(helper, EVENING) == [Reason.STEP]


def test_more_than_the_number_leans_and_no_less():
    assert [rules.leans(times, 12, 8) for times in (8, 9, 12, 13)] == [False, True, True, False]


def test_sizes_of_roles():
    assert rules.size_of("standing", "quick") == QUICK
    assert rules.size_of("standing", "evening") == EVENING
    assert rules.size_of("board", "term") == BOARD
