"""The import itself: rows in, people and memberships out, in one transaction."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.utils.translation import gettext as _

from kit.turns import take_turns
from members.actions.imports.answers import SKIP, Answers, Result
from members.actions.imports.known import Known, read_known, read_plans
from members.actions.imports.take import Done, Taker
from members.actions.imports.write import write
from members.imports import Field, Row, Table
from members.models import Email, ImportBatch, ImportedPerson, Person
from outbox.queries import letterhead, local_day

CHUNK = 2000
TURN = "import of people"
Progress = Callable[[int], None]


class _Rollback(Exception):
    """Leaves the transaction without writing."""


def import_members(
    *,
    raw: bytes,
    filename: str,
    by: Person | None,
    at: datetime,
    dry_run: bool = False,
    answers: Answers | None = None,
    progress: Progress = lambda rows: None,
) -> Result:
    """Import a CSV or XLSX file of people, all or nothing; a dry run writes nothing.

    Writes Person, Email, Plan (new names, without dues), Membership, Suppression, ImportBatch
    with a line for each person it touches, for undoing. A missing column keeps what is on file,
    an empty cell clears it. Nobody is written to. `progress` hears how many rows are done.
    """
    answers = answers or Answers()
    said = answers.rows
    table = Table(
        raw,
        columns=answers.columns,
        orders=answers.orders,
        leave_out=lambda row: said.get(row) == SKIP,
    )
    result = Result(left_out=sum(one == SKIP for one in said.values()))
    try:
        with transaction.atomic():
            take_turns(TURN)
            batch = _batch(raw, filename, by, at)
            _run(table, answers, result, batch, at, dry_run=dry_run, progress=progress)
            if result.errors or result.conflicts or dry_run:
                raise _Rollback
            if not (result.created or result.updated):
                raise _Rollback
            batch.counts = result.counts()
            batch.save(update_fields=["counts", "besides"])
            result.batch = batch.pk
    except _Rollback:
        return result
    return result


def _batch(raw: bytes, filename: str, by: Person | None, at: datetime) -> ImportBatch:
    return ImportBatch.objects.create(
        kind="members",
        filename=filename[:255],
        sha256=hashlib.sha256(raw).hexdigest(),
        imported_by=by,
        imported_at=at,
    )


def _run(
    table: Table,
    answers: Answers,
    result: Result,
    batch: ImportBatch,
    at: datetime,
    *,
    dry_run: bool,
    progress: Progress,
) -> None:
    head = letterhead()
    currency = head.currency if head else "EUR"
    taker = Taker(table, answers, result, local_day(at), currency, batch.imported_by)
    later: list[Done] = []
    for known, rows in _chunks(table, answers):
        found = taker.take(rows, known)
        if not (dry_run or table.problems or result.conflicts):
            write(batch, found, at)
            later += [done for done in found if done.via]
        progress(rows[-1].number)
    _check_via(table, taker)
    result.errors = sorted(table.problems, key=lambda problem: problem.row)
    result.orders_to_tell = {
        header: {"cells": [cell for _row, cell in cells[:5]], "count": len(cells),
                 "clear": table.clear.get(header, [])}
        for header, cells in table.ambiguous.items()
    }  # fmt: skip
    if result.errors:
        result.nothing()
    elif not result.conflicts and not dry_run:
        _write_via(later, batch)


def _chunks(table: Table, answers: Answers) -> Iterator[tuple[Known, list[Row]]]:
    plans = read_plans()
    for rows in batched(table.rows(), CHUNK, strict=False):
        picked = answers.picked([row.number for row in rows])
        yield read_known(list(rows), plans=plans, picked=picked), list(rows)


def _check_via(table: Table, taker: Taker) -> None:
    """Who reads somebody's letters is there, and does not pass them on: no circles."""
    targets = {key for _row, key in taker.via.values()}
    on_file = _holders(targets - table.seen.keys())
    for row, key in sorted(set(taker.via.values())):
        if key not in table.seen and key not in on_file:
            words = _("Nobody on file or in this file has the address “{address}”.")
            table.problem(row, Field.MAIL_VIA, words.format(address=key))
        elif key in taker.via or (key in on_file and on_file[key].mail_via_id):
            words = _("The letters of “{address}” go on to somebody else: name who reads them.")
            table.problem(row, Field.MAIL_VIA, words.format(address=key))


def _write_via(later: list[Done], batch: ImportBatch) -> None:
    """Whose letters go to somebody who stood further down in the file."""
    holders = _holders({done.via for done in later})
    for done in later:
        before, target = done.person.mail_via_id, holders[done.via]
        if before == target.pk:
            continue
        Person.objects.filter(pk=done.person.pk).update(mail_via=target)
        if not done.created:
            line = ImportedPerson.objects.get(batch=batch, person=done.person)
            line.fields["mail_via_id"] = [before, target.pk]
            line.save(update_fields=["fields"])


def _holders(keys: set[str]) -> dict[str, Person]:
    """Who has these addresses or numbers."""
    if not keys:
        return {}
    emails = Email.objects.filter(canonical__in=keys).select_related("person")
    found = {email.canonical: email.person for email in emails}
    numbers = [key for key in keys if len(key) == 36 and "@" not in key]
    return found | {str(one.uid): one for one in Person.objects.filter(uid__in=_uids(numbers))}


def _uids(keys: list[str]) -> list[str]:
    return [key for key in keys if all(char in "0123456789abcdef-" for char in key)]
