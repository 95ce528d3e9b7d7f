"""Bank statements: read, whose line is it, posted as one batch and undone as one."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kit.turns import take_turns
from members.actions import memberships
from members.actions.bank_claims import (
    NotPosted,
    offer,
    row_claims,
    settle_claims,
    take_back_claims,
)
from members.actions.memberships import NotPossible
from members.imports import bank as reader
from members.models import (
    BankClaim,
    BankColumns,
    BankLine,
    BankShare,
    Payer,
    Payment,
    Person,
    Statement,
)
from members.queries.bank import guesses, payer_key, payments_of_line, posted_marks
from members.queries.quotes import missing_of
from members.rules.bank import LIKELY, Guess
from outbox.queries import local_day

State = Statement.State
# Hears how many payments are done.
Progress = Callable[[int], None]


class NotNow(NotPossible):
    """The statement is in another state by now."""


@transaction.atomic
def upload(*, filename: str, text: str, by: Person | None, at: datetime) -> Statement:
    """Keep a statement; where its columns are known, read it at once. Raises Unreadable."""
    source = reader.sheet(text)
    statement = Statement.objects.create(
        filename=filename[:255], text=text, uploaded_by=by, uploaded_at=at
    )
    known = BankColumns.objects.filter(header=source.key).first()
    columns = known.columns if known else reader.guess_columns(source.header)
    if all(column in columns for column in reader.NEEDED) and (known or len(columns) == 4):
        name_columns(statement=statement, columns=columns, by=by, at=at)
    return statement


@transaction.atomic
def name_columns(
    *, statement: Statement, columns: dict[str, Any], by: Person | None, at: datetime
) -> None:
    """Read the lines by these columns, remember them for this header, guess whose they are.

    Raises NotNow where it was read already, Unreadable.
    """
    row = _locked(statement, State.COLUMNS)
    source = reader.sheet(row.text)
    found, row.problems = reader.lines(source, columns)
    saved = {"columns": columns, "saved_by": by, "saved_at": at}
    BankColumns.objects.update_or_create(header=source.key, defaults=saved)
    posted = posted_marks([line.mark for line in found])
    guessed = guesses([(line.payer, line.purpose) for line in found])
    _propose(row, list(zip(found, guessed, strict=True)), posted, at)
    row.text, row.state = "", State.DRAFT
    row.save(update_fields=["text", "state", "problems"])
    statement.refresh_from_db()


def _propose(
    statement: Statement, pairs: list[tuple[reader.Line, Guess]], posted: set[str], at: datetime
) -> None:
    """Write the lines and whose they may be: two statements, however many there are."""
    meant = {pk for line, guess in pairs if line.cents > 0 for pk in guess.people[:4]}
    people = Person.objects.in_bulk(meant)
    dues = missing_of(meant, local_day(at))
    lines = [
        (_line(statement, line, guess, mine, dues, known=line.mark in posted), mine)
        for line, guess in pairs
        for mine in [[people[pk] for pk in guess.people[:4] if pk in people and line.cents > 0]]
    ]
    BankLine.objects.bulk_create([row for row, _mine in lines])
    shares: list[BankShare] = []
    for row, mine in lines:
        if mine and not row.skipped:
            shares += _shares(row, mine, dues, at)
    BankShare.objects.bulk_create(shares)


def _shares(
    row: BankLine, people: list[Person], dues: dict[int, int], at: datetime
) -> list[BankShare]:
    """Whose the line may be: chosen where that is sure and no seat costs just that."""
    sure = row.confidence >= LIKELY
    owed = [dues[person.pk] for person in people]
    seat = offer(row, people, are_dues=row.cents in [*owed, sum(owed)], at=at)
    return [
        BankShare(line=row, person=person, cents=part, chosen=sure and not seat)
        for person, part in _parts(people, row.cents, dues, split=sure)
    ]


def _line(
    statement: Statement,
    line: reader.Line,
    guess: Guess,
    people: list[Person],
    dues: dict[int, int],
    *,
    known: bool,
) -> BankLine:
    confidence, reason = guess.confidence, guess.reason
    together = sum(dues[person.pk] for person in people) == line.cents
    if len(people) > 1 and together and confidence == LIKELY - 1:
        confidence, reason = LIKELY, _("One transfer for several: their dues add up to it.")
    if known:
        confidence, reason = 0, _("Posted already.")
    return BankLine(
        statement=statement, row=line.row, booked_on=line.booked_on, cents=line.cents,
        payer=line.payer, purpose=line.purpose, reference=line.mark,
        confidence=confidence, reason=reason, skipped=known,
    )  # fmt: skip


def _parts(
    people: list[Person], cents: int, dues: dict[int, int], *, split: bool
) -> list[tuple[Person, int]]:
    """Who gets how much of a line: the dues of each in turn, the last what is left.

    Where only one of them can be meant (no `split`) each gets all.
    """
    if not split:
        return [(person, cents) for person in people]
    found, left = [], cents
    for number, person in enumerate(people, 1):
        part = left if number == len(people) else min(left, dues[person.pk] or left)
        if part > 0:
            found.append((person, part))
        left -= part
    return found


@transaction.atomic
def choose(
    *,
    line: BankLine,
    people: list[Person],
    by: Person | None,
    at: datetime,
    claim: BankClaim | None = None,
) -> None:
    """Whose money this line is; nobody = not dues. Several share it by their dues. With `claim`
    it pays that instead.

    Raises NotNow where the statement is no draft.
    """
    _locked(line.statement, State.DRAFT)
    line.claims.update(chosen=False)
    if claim is not None:
        line.shares.update(chosen=False)
        line.claims.filter(pk=claim.pk).update(chosen=True)
    elif not people:
        line.shares.update(chosen=False)
    else:
        offer(line, people, are_dues=True, at=at, choose=False)
        line.shares.all().delete()
        dues = missing_of([person.pk for person in people], local_day(at))
        for person, part in _parts(people, line.cents, dues, split=True):
            BankShare.objects.create(line=line, person=person, cents=part, chosen=True)
    BankLine.objects.filter(pk=line.pk).update(skipped=not (people or claim))


@transaction.atomic
def post(
    *, statement: Statement, by: Person | None, at: datetime, progress: Progress = lambda done: None
) -> int:
    """Record every chosen share as a payment and mark every chosen claim as paid, all or nothing;
    gives their number.

    Lines posted before, from whichever file, are left out. Remembers who pays for whom where the
    names differ. Raises NotNow, NotPosted (naming the row).
    """
    take_turns("bank statement")
    row = _locked(statement, State.DRAFT)
    shares = BankShare.objects.filter(line__statement=row, chosen=True, line__skipped=False)
    wanted = list(shares.select_related("line", "person").order_by("line__row", "pk"))
    paying = row_claims(row).filter(chosen=True, line__skipped=False)
    lines = [share.line for share in wanted] + [claim.line for claim in paying]
    posted = posted_marks([line.reference for line in lines])
    count = settle_claims([one for one in paying if one.line.reference not in posted], by, at)
    for number, share in enumerate(wanted):
        if share.line.reference not in posted:
            share.payment = _pay(share, number, by=by, at=at)
            share.save(update_fields=["payment"])
            _remember(share, at)
            count += 1
            progress(count)
    row.state, row.posted_by, row.posted_at = State.POSTED, by, at
    row.save(update_fields=["state", "posted_by", "posted_at"])
    return count


def _pay(share: BankShare, number: int, *, by: Person | None, at: datetime) -> Payment:
    line = share.line
    again = payments_of_line(line.reference)
    try:
        return memberships.record_payment(
            person=share.person, cents=share.cents, method=Payment.Method.TRANSFER,
            received_on=line.booked_on, source="bank", reference=f"{line.reference}/{again}",
            by=by, at=at,
        )  # fmt: skip
    except NotPossible as problem:
        words = _("Row {row}, {name}: {problem} Nothing was posted.")
        told = words.format(row=line.row, name=share.person.name, problem=problem)
        raise NotPosted(told) from problem


def _remember(share: BankShare, at: datetime) -> None:
    """A payer of another name than the member is known next time."""
    key = payer_key(share.line.payer)
    if key and key != payer_key(share.person.name):
        Payer.objects.get_or_create(name=key, person=share.person, defaults={"learned_at": at})


@transaction.atomic
def undo(
    *, statement: Statement, by: Person | None, at: datetime, progress: Progress = lambda done: None
) -> int:
    """Take back every payment of the statement by reversing lines, the newest first, and what was
    marked as paid.

    What it taught about payers is forgotten. Gives their number. Raises NotNow.
    """
    row = _locked(statement, State.POSTED)
    posted_at: Any = row.posted_at
    shares = BankShare.objects.filter(line__statement=row, payment__isnull=False)
    mine: list[Any] = list(shares.select_related("payment__person", "line").order_by("-payment_id"))
    for done, share in enumerate(mine, 1):
        progress(done)
        memberships.reverse_payment(
            payment=share.payment, by=by, at=at, reason=_("bank statement taken back")
        )
        learned = Payer.objects.filter(person=share.person, learned_at=posted_at)
        learned.filter(name=payer_key(share.line.payer)).delete()
    row.state, row.undone_by, row.undone_at = State.UNDONE, by, at
    row.save(update_fields=["state", "undone_by", "undone_at"])
    return len(mine) + take_back_claims(row, by, at)


def _locked(statement: Statement, state: str) -> Statement:
    row = Statement.objects.select_for_update(no_key=True).get(pk=statement.pk)
    if row.state != state:
        words = _("This statement is “{state}” by now. Look at it again.")
        raise NotNow(words.format(state=row.get_state_display()))
    return row
