"""Bank statements: read, whose line is it, posted as one batch and undone as one."""

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
from members.queries.quotes import quote
from members.rules.bank import LIKELY
from outbox.queries import local_day

State = Statement.State


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
    for line, guess in zip(found, guessed, strict=True):
        _propose(row, line, guess, known=line.mark in posted, at=at)
    row.text, row.state = "", State.DRAFT
    row.save(update_fields=["text", "state", "problems"])
    statement.refresh_from_db()


def _propose(
    statement: Statement, line: reader.Line, guess: Any, *, known: bool, at: datetime
) -> None:
    people = list(Person.objects.filter(pk__in=guess.people[:4])) if line.cents > 0 else []
    dues = {person.pk: _missing(person, at) for person in people}
    together = sum(dues.values()) == line.cents
    confidence, reason = guess.confidence, guess.reason
    if len(people) > 1 and together and confidence == LIKELY - 1:
        confidence, reason = LIKELY, _("One transfer for several: their dues add up to it.")
    if known:
        confidence, reason = 0, _("Posted already.")
    row = BankLine.objects.create(
        statement=statement, row=line.row, booked_on=line.booked_on, cents=line.cents,
        payer=line.payer, purpose=line.purpose, reference=line.mark,
        confidence=confidence, reason=reason, skipped=known,
    )  # fmt: skip
    if known or not people:
        return
    sure = confidence >= LIKELY
    seat = offer(row, people, are_dues=line.cents in dues.values() or together, at=at)
    for person, part in _parts(people, line.cents, dues, split=sure):
        BankShare.objects.create(line=row, person=person, cents=part, chosen=sure and not seat)


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


def _missing(person: Person, at: datetime) -> int:
    due = quote(person, None, local_day(at))
    return due.missing_cents if due else 0


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
        dues = {person.pk: _missing(person, at) for person in people}
        for person, part in _parts(people, line.cents, dues, split=True):
            BankShare.objects.create(line=line, person=person, cents=part, chosen=True)
    BankLine.objects.filter(pk=line.pk).update(skipped=not (people or claim))


@transaction.atomic
def post(*, statement: Statement, by: Person | None, at: datetime) -> int:
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
def undo(*, statement: Statement, by: Person | None, at: datetime) -> int:
    """Take back every payment of the statement by reversing lines, the newest first, and what was
    marked as paid.

    What it taught about payers is forgotten. Gives their number. Raises NotNow.
    """
    row = _locked(statement, State.POSTED)
    posted_at: Any = row.posted_at
    shares = BankShare.objects.filter(line__statement=row, payment__isnull=False)
    mine: list[Any] = list(shares.select_related("payment__person", "line").order_by("-payment_id"))
    for share in mine:
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
