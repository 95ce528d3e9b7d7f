"""How ballots are counted: plurality or approval, several seats at once, ties stated."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

PLURALITY = "plurality"
APPROVAL = "approval"


@dataclass(frozen=True)
class Contest:
    """One post in an election: how many seats it fills and who stands, by number."""

    seats: int
    candidates: tuple[int, ...]


@dataclass(frozen=True)
class Tally:
    """What a contest came to. `tied` have equally many votes for `left` seats, fewer than they
    are; `left` without anybody tied are seats for which nobody got a vote."""

    votes: dict[int, int]
    elected: tuple[int, ...]
    tied: tuple[int, ...]
    left: int


def crosses(contest: Contest, method: str) -> int:
    """How many candidates of a contest one ballot may name."""
    many = len(contest.candidates)
    return many if method == APPROVAL else min(contest.seats, many)


def is_valid(choices: Sequence[int], contests: Iterable[Contest], method: str) -> bool:
    """Whether a ballot names only candidates, each once, and in no contest too many. An empty
    ballot is an abstention and valid."""
    rows = list(contests)
    known = {one for contest in rows for one in contest.candidates}
    if len(set(choices)) != len(choices) or not set(choices) <= known:
        return False
    return all(
        sum(one in contest.candidates for one in choices) <= crosses(contest, method)
        for contest in rows
    )


def count(contest: Contest, ballots: Iterable[Collection[int]]) -> Tally:
    """The tally of these ballots; marks for candidates of other contests are passed over."""
    found = Counter(one for ballot in ballots for one in ballot)
    return decide(contest, {one: found[one] for one in contest.candidates})


def decide(contest: Contest, votes: dict[int, int]) -> Tally:
    """Most votes first; nobody is elected without a vote. Those with equally many votes at the
    last seats are all elected or, where the seats are too few for them, all tied."""
    elected: list[int] = []
    for number in sorted({one for one in votes.values() if one}, reverse=True):
        level = [one for one in contest.candidates if votes[one] == number]
        left = contest.seats - len(elected)
        if len(level) > left:
            return Tally(votes, tuple(elected), tuple(level) if left else (), left)
        elected += level
    return Tally(votes, tuple(elected), (), contest.seats - len(elected))
