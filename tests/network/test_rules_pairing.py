"""Who sits with whom: the promises of a round, for any people, wishes and past."""

import time
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.rules.pairing import pair_up, sizes

CITIES = st.sampled_from(["", "bremen", "kiel", "jena"])


@st.composite
def pools(draw, most: int = 40):
    """People with cities, pairs to keep apart, and how often pairs have met."""
    count = draw(st.integers(0, most))
    people = {n: draw(CITIES) for n in range(count)}
    pairs = st.tuples(st.integers(0, most), st.integers(0, most)).filter(lambda p: p[0] < p[1])
    apart = draw(st.lists(pairs, max_size=count))
    met = draw(st.dictionaries(pairs, st.integers(1, 3), max_size=3 * count))
    return people, apart, met


def pairs_of(tables):
    return [pair for table in tables for pair in combinations(table, 2)]


@pytest.mark.broad
@settings(max_examples=60, deadline=None)
@given(pools(), st.integers(2, 4), st.integers(0, 9))
def test_everybody_sits_once_at_most_nobody_alone_and_nobody_with_whom_to_avoid(pool, size, seed):
    people, apart, met = pool

    tables = pair_up(people, seed=seed, size=size, apart=apart, met=met)

    seated = [one for table in tables for one in table]
    assert len(seated) == len(set(seated))
    assert set(seated) <= set(people)
    assert {len(table) for table in tables} <= {2, 3, 4}
    assert set(pairs_of(tables)) & set(apart) == set()


@pytest.mark.broad
@settings(max_examples=60, deadline=None)
@given(pools(), st.integers(2, 4), st.integers(0, 9))
def test_without_anybody_to_avoid_nobody_is_left_out(pool, size, seed):
    people, _apart, met = pool

    tables = pair_up(people, seed=seed, size=size, met=met)

    assert sum(map(len, tables)) == (len(people) if len(people) > 1 else 0)


@pytest.mark.broad
@settings(max_examples=40, deadline=None)
@given(pools(), st.integers(2, 4), st.integers(0, 9))
def test_the_same_seed_gives_the_same_tables_in_whatever_order_people_come(pool, size, seed):
    people, apart, met = pool
    backwards = dict(reversed(people.items()))

    first = pair_up(people, seed=seed, size=size, apart=apart, met=met)
    again = pair_up(backwards, seed=seed, size=size, apart=apart[::-1], met=met)

    assert first == again


def seatings(people):
    """Every way to seat these at tables of two to four; for a handful of people."""
    if not people:
        yield []
        return
    first, rest = people[0], people[1:]
    for others in (1, 2, 3):
        for company in combinations(rest, others):
            left = [one for one in rest if one not in company]
            for more in seatings(left):
                yield [(first, *company), *more]


@settings(max_examples=40, deadline=None)
@given(pools(most=7), st.integers(0, 9))
def test_nobody_meets_again_while_a_seating_without_it_is_left(pool, seed):
    people, _apart, met = pool

    tables = pair_up(people, seed=seed, met=met)

    least = min(
        (sum(met.get(pair, 0) for pair in pairs_of(found)) for found in seatings(list(people))),
        default=0,
    )
    assert sum(met.get(pair, 0) for pair in pairs_of(tables)) == least


@pytest.mark.broad
@settings(max_examples=25, deadline=None)
@given(pools(), st.integers(0, 9))
def test_no_exchange_of_two_people_would_spare_a_second_meeting(pool, seed):
    people, _apart, met = pool
    tables = pair_up(people, seed=seed, met=met)

    def again(*found):
        return sum(met.get(tuple(sorted(pair)), 0) for pair in pairs_of(found))

    spared = [
        (one, two)
        for here, there in combinations(tables, 2)
        for one, two in product(here, there)
        if again([two if n == one else n for n in here], [one if n == two else n for n in there])
        < again(here, there)
    ]
    assert spared == []


@pytest.mark.parametrize("size", [2, 3, 4])
def test_tables_have_the_wanted_size_or_one_more_or_less(size):
    for count in range(2, 200):
        found = sizes(count, size)
        assert sum(found) == count
        assert {2, 3, 4} >= set(found)
        assert count < 6 or all(abs(one - size) <= 1 for one in found)


def test_trios_are_the_rule():
    tables = pair_up(dict.fromkeys(range(32), "kiel"), seed=1)

    assert sorted(map(len, tables)) == [2, *[3] * 10]


def test_people_of_one_city_sit_together():
    people = {n: ["bremen", "kiel"][n % 2] for n in range(12)}

    tables = pair_up(people, seed=1)

    assert {len({people[one] for one in table}) for table in tables} == {1}


def test_rather_another_city_than_the_same_people_again():
    people = {n: "bremen" if n < 3 else "kiel" for n in range(6)}
    met = {(0, 1): 1, (0, 2): 1, (1, 2): 1}

    tables = pair_up(people, seed=1, met=met)

    assert set(pairs_of(tables)) & set(met) == set()


def test_a_dozen_meets_without_repeats_for_three_rounds():
    people, met = dict.fromkeys(range(12), "kiel"), {}
    for seed in range(3):
        for pair in pairs_of(pair_up(people, seed=seed, met=met)):
            met[pair] = met.get(pair, 0) + 1

    assert set(met.values()) == {1}


def test_who_avoids_everybody_stays_at_home():
    people = dict.fromkeys(range(7), "kiel")

    tables = pair_up(people, seed=1, apart=[(0, n) for n in range(1, 7)])

    assert sorted(one for table in tables for one in table) == [1, 2, 3, 4, 5, 6]


@pytest.mark.broad
def test_five_thousand_are_seated_within_ten_seconds():
    people = {n: f"city {n % 40}" for n in range(5000)}
    met = {(n, n + 40 * k): 1 for n in range(4800) for k in range(1, 5)}

    began = time.monotonic()
    tables = pair_up(people, seed=1, met=met)
    took = time.monotonic() - began

    assert set(pairs_of(tables)) & set(met) == set()
    assert took < 10
