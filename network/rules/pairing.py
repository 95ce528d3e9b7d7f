"""Whom a round of coffee brings together. Pure, and the same for the same seed.

In this order: nobody sits with somebody to be kept apart; nobody is left out who need not be;
nobody sits with somebody again while others are left; people of one city sit together; tables have
the wanted size, else one more or one less (two to four). Up to nine people all seatings are
compared; beyond that tables are filled city by city and bettered by exchanging people.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from random import Random

SMALLEST, LARGEST = 2, 4
EXACT = 9
FEW = 60
RESTARTS = 8
LOOKS = 300
PASSES = 40
# What each fault costs; one of a kind outweighs all of the next kinds at the tables it touches.
APART, LEFT_OUT, AGAIN, AFAR, UNEVEN = 10**9, 10**6, 1000, 10, 1
MOST_AGAIN = 50

type Pair = tuple[int, int]
type Tables = list[list[int]]


def pair_up(
    people: Mapping[int, str],
    *,
    seed: int,
    size: int = 3,
    apart: Iterable[Pair] = (),
    met: Mapping[Pair, int] | None = None,
) -> list[tuple[int, ...]]:
    """Tables of two to four of these people (id -> city, "" where unknown), each at most once.

    `apart` are pairs of ids, in any order, that never share a table; `met` says how often a pair
    has sat together. Ids at a table are in order, tables by their first id.
    """
    costs = _Costs(people, size, apart, met or {})
    ids = sorted(people)
    if len(ids) <= EXACT:
        _dice(seed).shuffle(ids)
        found = _best(ids, costs)
    else:
        tries = RESTARTS if len(ids) <= FEW else 1
        seatings = [_seat(ids, costs, _dice(seed, n)) for n in range(tries)]
        found = min(seatings, key=costs.of_all)
    return sorted(tuple(sorted(table)) for table in found if len(table) >= SMALLEST)


def sizes(count: int, size: int) -> list[int]:
    """How many sit at each table: the wanted size and at most one more or less, none alone."""
    if count < SMALLEST:
        return []
    nearest = {2: count // 2, 3: (count + 1) // 3, 4: -(-count // 4)}
    tables = max(1, nearest[min(max(size, SMALLEST), LARGEST)])
    small, more = divmod(count, tables)
    return [small + 1] * more + [small] * (tables - more)


def _dice(*seed: int) -> Random:
    return Random(":".join(map(str, seed)))  # noqa: S311 - who sits where is no secret to guard


class _Costs:
    """What it costs that people sit together."""

    def __init__(
        self, people: Mapping[int, str], size: int, apart: Iterable[Pair], met: Mapping[Pair, int]
    ) -> None:
        self.size = min(max(size, SMALLEST), LARGEST)
        self.city = dict(people)
        self.pairs: dict[int, dict[int, int]] = {one: {} for one in people}
        for (one, other), times in met.items():
            self._add(one, other, AGAIN * min(times, MOST_AGAIN))
        for one, other in apart:
            self._add(one, other, APART)

    def _add(self, one: int, other: int, cost: int) -> None:
        if one != other and one in self.pairs and other in self.pairs:
            worst = max(cost, self.pairs[one].get(other, 0))
            self.pairs[one][other] = self.pairs[other][one] = worst

    def of_pair(self, one: int, other: int) -> int:
        """Apart, again, afar; people without a city live nowhere near anybody."""
        city = self.city[one]
        afar = 0 if city and city == self.city[other] else AFAR
        return self.pairs[one].get(other, 0) + afar

    def joining(self, one: int, table: Iterable[int]) -> int:
        """What it costs that this person sits with these."""
        return sum(self.of_pair(one, other) for other in table if other != one)

    def of(self, table: Sequence[int]) -> int:
        """All pairs at one table, and its size."""
        if len(table) < SMALLEST:
            return LEFT_OUT * len(table)
        uneven = UNEVEN * abs(len(table) - self.size)
        return uneven + sum(self.of_pair(one, other) for one, other in combinations(table, 2))

    def of_all(self, tables: Tables) -> int:
        """A whole seating."""
        return sum(map(self.of, tables))

    def is_faulty(self, table: Sequence[int], fault: int) -> bool:
        """Some two there should not sit together, by a fault of this weight or worse."""
        return any(self.pairs[one].get(two, 0) >= fault for one, two in combinations(table, 2))


def _best(ids: Sequence[int], costs: _Costs) -> Tables:
    """The cheapest of all seatings; of equal ones the first."""
    best: Tables = [[one] for one in ids]
    least = costs.of_all(best)

    def go_on(left: Sequence[int], tables: Tables, spent: int) -> None:
        nonlocal best, least
        if spent >= least:
            return
        if not left:
            best, least = [list(table) for table in tables], spent
            return
        first, rest = left[0], left[1:]
        for company in _companies(rest, costs.size):
            table = [first, *company]
            others = [one for one in rest if one not in company]
            go_on(others, [*tables, table], spent + costs.of(table))

    go_on(list(ids), [], 0)
    return best


def _companies(rest: Sequence[int], size: int) -> Iterable[tuple[int, ...]]:
    """Who may sit with the first: tables of the wanted size come first, nobody last."""
    wanted = sorted(range(SMALLEST, LARGEST + 1), key=lambda n: (abs(n - size), n))
    for seats in (*wanted, 1):
        yield from combinations(rest, seats - 1)


def _seat(ids: Sequence[int], costs: _Costs, rng: Random) -> Tables:
    """One seating: city by city, then those who were left over, then exchanges."""
    order = list(ids)
    rng.shuffle(order)
    cities: dict[str, list[int]] = {}
    for one in order:
        cities.setdefault(costs.city[one], []).append(one)
    strays = cities.pop("", [])
    tables: Tables = []
    for residents in cities.values():
        if len(residents) < SMALLEST:
            strays += residents
        else:
            tables += _fill(residents, costs)
    tables += _fill(strays, costs) if len(strays) >= SMALLEST else [[one] for one in strays]
    _better(tables, costs, rng)
    _separate(tables, costs)
    _take_in(tables, costs)
    _better(tables, costs, rng)
    return tables


def _fill(people: Sequence[int], costs: _Costs) -> Tables:
    """Tables of the right sizes: whoever knows most first, with the first who are new to them."""
    left = sorted(people, key=lambda one: -len(costs.pairs[one]))
    tables = []
    for seats in sizes(len(left), costs.size):
        table = [left.pop(0)]
        while len(table) < seats:
            near = left[:LOOKS]
            free = (one for one in near if not _knows(one, table, costs))
            chosen = next(free, None)
            if chosen is None:
                chosen = min(near, key=lambda one: costs.joining(one, table))
            left.remove(chosen)
            table.append(chosen)
        tables.append(table)
    return tables


def _knows(one: int, table: Sequence[int], costs: _Costs) -> bool:
    mine = costs.pairs[one]
    return any(other in mine for other in table)


def _better(tables: Tables, costs: _Costs, rng: Random) -> None:
    """Exchange two people of different tables as long as it makes something better."""
    few = sum(map(len, tables)) <= FEW
    for _pass in range(PASSES):
        bad = [n for n, table in enumerate(tables) if _can_be_better(table, costs, few)]
        helped = [_exchange(n, tables, costs, rng, few) for n in bad]
        if True not in helped:
            return


def _can_be_better(table: Sequence[int], costs: _Costs, few: bool) -> bool:
    return len(table) >= SMALLEST and (
        costs.is_faulty(table, AGAIN) or (few and costs.of(table) >= AFAR)
    )


def _exchange(n: int, tables: Tables, costs: _Costs, rng: Random, few: bool) -> bool:
    """The first exchange that helps this table and the other taken together."""
    others = [m for m in range(len(tables)) if m != n and len(tables[m]) >= SMALLEST]
    if len(others) > LOOKS and not few:
        others = rng.sample(others, LOOKS)
    else:
        rng.shuffle(others)
    here = tables[n]
    for m in others:
        there = tables[m]
        for i, one in enumerate(here):
            loss = costs.joining(one, here)
            for j, two in enumerate(there):
                before = loss + costs.joining(two, there)
                after = costs.joining(two, here[:i] + here[i + 1 :])
                after += costs.joining(one, there[:j] + there[j + 1 :])
                if after < before:
                    here[i], there[j] = two, one
                    return True
    return False


def _separate(tables: Tables, costs: _Costs) -> None:
    """Nobody stays at a table with somebody to be kept apart: who causes most of it gets up."""
    for table in list(tables):
        while costs.is_faulty(table, APART):
            worst = max(table, key=lambda one: costs.joining(one, table))
            table.remove(worst)
            tables.append([worst])


def _take_in(tables: Tables, costs: _Costs) -> None:
    """Whoever is alone joins a table with room, or takes one person away from a larger one."""
    alone = [table[0] for table in tables if len(table) == 1]
    tables[:] = [table for table in tables if len(table) >= SMALLEST]
    while alone:
        one = alone.pop()
        choices = [
            (costs.joining(one, t), 0, n, -1) for n, t in enumerate(tables) if len(t) < LARGEST
        ]
        choices += [
            (costs.of_pair(one, two), 1, n, i)
            for n, t in enumerate(tables) if len(t) > SMALLEST for i, two in enumerate(t)
        ]  # fmt: skip
        choices += [(costs.of_pair(one, two), 2, -1, i) for i, two in enumerate(alone)]
        cost, how, n, i = min(choices, default=(APART, 0, 0, 0))
        if cost >= APART:
            tables.append([one])
        elif how == 0:
            tables[n].append(one)
        else:
            tables.append([one, tables[n].pop(i) if how == 1 else alone.pop(i)])
