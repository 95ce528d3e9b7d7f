"""A file on its way: uploaded, its columns named, looked through, decided, brought in, undone.

Reading takes longer than a page may, so a worker does it; the page shows how far it is.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kit.beside import beside
from kit.records import MOST_BYTES, SHEET, Unreadable, stream
from kit.text import clean, fold
from kit.turns import try_turn
from members.actions.imports.accept import TURN, import_members
from members.actions.imports.answers import Answers
from members.actions.imports.undo import undo as undo_batch
from members.imports import meaning_of
from members.models import ImportColumns, Person, Upload
from members.rules import NotPossible
from outbox.nudges import wake

State = Upload.State
TASK = "members.tasks.go_on_with_imports"
ATTEMPTS = 3
EVERY = "UPDATE members_upload SET progress = %s WHERE id = %s"
ONE_MORE = "UPDATE members_upload SET attempts = attempts + 1, progress = 0 WHERE id = %s"


@transaction.atomic
def upload(*, filename: str, raw: bytes, by: Person | None, at: datetime) -> Upload:
    """Keep a file; where its columns were named before it is looked through at once.

    Raises Unreadable.
    """
    if len(raw) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 50 MB."))
    header = [clean(cell)[:100] for cell in next(stream(raw), [])]
    if not any(header):
        raise Unreadable(_("The first row holds no headers."))
    row = Upload.objects.create(
        filename=filename[:255], raw=raw, header=header, rows=_lines(raw),
        uploaded_by=by, uploaded_at=at,
    )  # fmt: skip
    known = ImportColumns.objects.filter(header=header_key(header)).first()
    if known:
        row.answers = {"columns": known.columns}
        _ask(row, State.CHECKING, by, at)
    return row


@transaction.atomic
def name_columns(*, upload: Upload, columns: list[str], by: Person | None, at: datetime) -> None:
    """Say what each column is, remember it for this header, and have the file looked through."""
    row = _locked(upload, State.COLUMNS, State.DRAFT)
    if columns != [meaning_of(name) for name in row.header]:
        saved = {"columns": columns, "saved_by": by, "saved_at": at}
        key = header_key(row.header)
        ImportColumns.objects.update_or_create(header=key, defaults=saved)
    row.answers = {"columns": columns}
    _ask(row, State.CHECKING, by, at)


@transaction.atomic
def decide(
    *,
    upload: Upload,
    orders: dict[str, str],
    plans: dict[str, int | None],
    rows: dict[int, str],
    by: Person | None,
    at: datetime,
) -> None:
    """Add answers to those given, and have the file looked through again."""
    row = _locked(upload, State.DRAFT)
    said = row.answers
    said["orders"] = said.get("orders", {}) | orders
    said["plans"] = said.get("plans", {}) | plans
    said["rows"] = said.get("rows", {}) | {str(number): one for number, one in rows.items()}
    _ask(row, State.CHECKING, by, at)


@transaction.atomic
def start(*, upload: Upload, by: Person | None, at: datetime) -> None:
    """Bring the file in. Raises NotPossible while anything is open."""
    row = _locked(upload, State.DRAFT)
    if not is_clear(row.report):
        raise NotPossible(_("Something is still to be decided. Nothing was brought in."))
    _ask(row, State.RUNNING, by, at)


@transaction.atomic
def undo(*, upload: Upload, by: Person | None, at: datetime) -> None:
    """Take everything back that the file brought."""
    _ask(_locked(upload, State.DONE), State.UNDOING, by, at)


@transaction.atomic
def drop(*, upload: Upload, by: Person | None, at: datetime) -> None:
    """Give a file up; nothing of it is kept."""
    row = _locked(upload, State.COLUMNS, State.DRAFT)
    row.state, row.raw, row.answers, row.report = State.DROPPED, b"", {}, {}
    row.save(update_fields=["state", "raw", "answers", "report"])


def go_on(*, at: datetime) -> bool:
    """Do what the oldest waiting file needs; False where there is nothing to do.

    One at a time in the whole house. A file whose worker was killed is taken up again, three
    times at most.
    """
    with transaction.atomic(), beside() as write:
        if not try_turn(TURN):
            return False
        waiting = Upload.objects.filter(state__in=Upload.BUSY).order_by("asked_at", "pk")
        row = waiting.first()
        if row is None:
            return False
        write(ONE_MORE, [row.pk])
        if row.attempts >= ATTEMPTS:
            _back(row, _("This could not be finished, though it was tried three times."))
        else:
            _work(row, at, lambda done: write(EVERY, [done, row.pk]))
    return True


def _work(row: Upload, at: datetime, progress: Callable[[int], None]) -> None:
    if row.state == State.UNDOING:
        _undo(row, at, progress)
        return
    run = partial(import_members, raw=bytes(row.raw), filename=row.filename, by=row.asked_by)
    dry = row.state == State.CHECKING
    result = run(at=at, dry_run=dry, answers=Answers.of(row.answers), progress=progress)
    row.report = result.report()
    row.state = State.DRAFT
    if not dry and is_clear(row.report):
        row.state, row.raw, row.answers = State.DONE, b"", {}
        row.report = {"counts": result.counts()}
        row.batch_id = result.batch
    row.save(update_fields=["report", "state", "raw", "answers", "batch"])


def _undo(row: Upload, at: datetime, progress: Callable[[int], None]) -> None:
    batch: Any = row.batch
    try:
        undo_batch(batch=batch, by=row.asked_by, at=at, progress=progress)
    except NotPossible as problem:
        _back(row, str(problem))
        return
    row.state = State.UNDONE
    row.save(update_fields=["state"])


def _back(row: Upload, words: str) -> None:
    """Where it stood before, with the reason."""
    row.state = State.DONE if row.state == State.UNDOING else State.DRAFT
    row.report = row.report | {"failure": words}
    row.save(update_fields=["state", "report"])


def is_clear(report: dict[str, Any]) -> bool:
    """Whether a file, as it was looked through last, can be brought in."""
    plans = report.get("plans", {}).values()
    open_ones = ("error_count", "conflict_count", "orders", "failure")
    return not any(report.get(name) for name in open_ones) and all(one["said"] for one in plans)


def header_key(header: list[str]) -> str:
    """The same for every file with these columns in this order."""
    return hashlib.sha256("\n".join(map(fold, header)).encode()).hexdigest()


def _lines(raw: bytes) -> int:
    """About how many rows a text has; 0 = a sheet, which only tells when it is read."""
    return 0 if raw.startswith(SHEET) else raw.count(b"\n")


def _ask(row: Upload, state: str, by: Person | None, at: datetime) -> None:
    row.state, row.asked_by, row.asked_at = state, by, at
    row.progress = row.attempts = 0
    row.report.pop("failure", None)
    row.save()
    transaction.on_commit(partial(wake, TASK), robust=True)


def _locked(upload: Upload, *states: str) -> Upload:
    row = Upload.objects.select_for_update(no_key=True).get(pk=upload.pk)
    if row.state not in states:
        words = _("This file is “{state}” by now. Look at it again.")
        raise NotPossible(words.format(state=row.get_state_display()))
    return row
