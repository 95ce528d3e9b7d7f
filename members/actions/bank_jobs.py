"""Long statements are posted and taken back by a worker; the page shows how far it is.

Four hundred payments take longer than a page may, and stay one batch: all or nothing.
"""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kit.beside import beside
from kit.turns import try_turn
from members.actions import bank
from members.models import BankShare, Person, Statement, StatementJob
from members.rules import NotPossible
from outbox.nudges import wake

Wish = StatementJob.Wish
TASK = "members.tasks.go_on_with_statements"
TURN = "bank statement jobs"
# So many payments are recorded while one looks on.
AT_ONCE, ATTEMPTS = 40, 3
EVERY = "UPDATE members_statementjob SET progress = %s WHERE id = %s"
ONE_MORE = "UPDATE members_statementjob SET attempts = attempts + 1, progress = 0 WHERE id = %s"


def is_long(statement: Statement) -> bool:
    """Whether this is work for the worker."""
    return shares(statement).count() > AT_ONCE


def shares(statement: Statement) -> QuerySet[BankShare]:
    """What the statement makes payments of, or made."""
    return BankShare.objects.filter(line__statement=statement, chosen=True, line__skipped=False)


@transaction.atomic
def ask(*, statement: Statement, wish: str, by: Person | None, at: datetime) -> StatementJob:
    """Have the statement posted or taken back; asked twice, it is the same work. Writes a job."""
    row = Statement.objects.select_for_update(no_key=True).get(pk=statement.pk)
    waiting = row.jobs.filter(done_at=None).first()
    if waiting:
        return waiting
    job = StatementJob.objects.create(
        statement=row, wish=wish, asked_by=by, asked_at=at, rows=shares(row).count()
    )
    transaction.on_commit(partial(wake, TASK), robust=True)
    return job


def go_on(*, at: datetime) -> bool:
    """Do the oldest work that waits; False where there is none.

    One at a time in the whole house. Work whose worker was killed is taken up again, three times
    at most. What cannot be posted leaves all as it was, with the reason on the page.
    """
    with transaction.atomic(), beside() as write:
        if not try_turn(TURN):
            return False
        job = StatementJob.objects.filter(done_at=None).order_by("asked_at", "pk").first()
        if job is None:
            return False
        write(ONE_MORE, [job.pk])
        job.failure = _("This could not be finished, though it was tried three times.")
        if job.attempts < ATTEMPTS:
            job.failure = _work(job, at, lambda done: write(EVERY, [done, job.pk]))
        job.done_at = at
        job.save(update_fields=["failure", "done_at"])
    return True


def _work(job: StatementJob, at: datetime, progress: bank.Progress) -> str:
    act = bank.post if job.wish == Wish.POST else bank.undo
    try:
        act(statement=job.statement, by=job.asked_by, at=at, progress=progress)
    except NotPossible as problem:
        return str(problem)
    return ""
