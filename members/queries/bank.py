"""Whose money a bank line may be; what a statement holds."""

import re
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from kit.text import canonical_email
from members import claims
from members.models import (
    BankClaim,
    BankLine,
    BankShare,
    Email,
    Payer,
    Payment,
    Person,
    Statement,
    StatementJob,
)
from members.queries.people import lookup
from members.rules.bank import Guess, guess
from members.rules.people import folded_words

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


def payer_key(name: str) -> str:
    """A payer's name as it is remembered."""
    return " ".join(folded_words(name))[:200]


def guesses(lines: list[tuple[str, str]]) -> list[Guess]:
    """A guess per (payer, purpose). Three queries, whatever the number of lines."""
    words = {word for payer, purpose in lines for word in folded_words(f"{payer} {purpose}")}
    holders = _holders(words)
    known = _known({payer_key(payer) for payer, _purpose in lines})
    mailed = _mailed(lines)
    found = []
    for payer, purpose in lines:
        mine = {pk for word in folded_words(f"{payer} {purpose}") for pk in holders[0][word]}
        found.append(
            guess(
                payer,
                purpose,
                named=[(pk, holders[1][pk]) for pk in sorted(mine)],
                known=known[payer_key(payer)],
                mailed=[
                    mailed[canonical_email(a)]
                    for a in ADDRESS.findall(purpose)
                    if canonical_email(a) in mailed
                ],
            )
        )
    return found


def _holders(words: set[str]) -> tuple[dict[str, set[int]], dict[int, frozenset[str]]]:
    """(word -> people, person -> all words of the name) of everybody whose whole name is said."""
    by_word: dict[str, set[int]] = defaultdict(set)
    names: dict[int, frozenset[str]] = {}
    alive = Person.objects.filter(merged_into=None, deceased_on=None)
    for pk, name in alive.values_list("pk", "name").iterator(chunk_size=5000):
        mine = frozenset(folded_words(name))
        if mine <= words:
            names[pk] = mine
            for word in mine:
                by_word[word].add(pk)
    return by_word, names


def _known(keys: set[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    rows = Payer.objects.filter(name__in=keys - {""}).order_by("pk")
    for name, person in rows.values_list("name", "person_id"):
        found[name].append(person)
    return found


def _mailed(lines: list[tuple[str, str]]) -> dict[str, int]:
    said = {canonical_email(a) for _payer, purpose in lines for a in ADDRESS.findall(purpose)}
    if not said:
        return {}
    return dict(Email.objects.filter(canonical__in=said).values_list("canonical", "person_id"))


def posted_marks(marks: Iterable[str]) -> set[str]:
    """The marks among these that a payment stands for which was not taken back, or a claim."""
    marks = list(marks)
    shares = BankShare.objects.filter(line__reference__in=marks, payment__isnull=False)
    live = shares.filter(payment__reversed_by=None)
    return set(live.values_list("line__reference", flat=True)) | claims.standing(marks)


def lines_of(statement_id: int) -> QuerySet[BankLine]:
    """The incoming lines with their shares and claims, in the order of the file."""
    shares = BankShare.objects.select_related("person", "payment")
    claimed = BankClaim.objects.select_related("person")
    rows = BankLine.objects.filter(statement_id=statement_id, cents__gt=0)
    both = Prefetch("shares", shares), Prefetch("claims", claimed)
    return rows.prefetch_related(*both).order_by("row")


def by_words(text: str) -> list[Person]:
    """Who is meant by an address or a name; more than one where the words fit several."""
    mailed = Person.objects.filter(emails__canonical=canonical_email(text), merged_into=None)
    return list(mailed) or list(lookup(text, limit=5))


def payments_of_line(reference: str) -> int:
    """How many payments were ever recorded for a line, taken back or not."""
    return Payment.objects.filter(source="bank", reference__startswith=reference).count()


def job_of(statement: Statement) -> StatementJob | None:
    """The worker's newest work on a statement, done or not."""
    return statement.jobs.first()


def is_busy(statement: Statement) -> bool:
    """Whether the worker has it in hand."""
    job = job_of(statement)
    return job is not None and job.done_at is None
