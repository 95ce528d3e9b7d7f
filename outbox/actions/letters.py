"""Letters are put into the outbox, taken back, released, discarded and sent again."""

import json
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import F, Max, QuerySet, Window
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext as _

from outbox import claims, kinds, queries, rules
from outbox.delivery import deliver_one
from outbox.models import Letterhead, Message
from outbox.nudges import nudge, wake
from outbox.sealing import seal

State = Message.State
OPEN = (State.HELD, State.PENDING, State.RETRY, State.CLAIMED)
AGAIN = (State.FAILED, State.UNCERTAIN, State.SUPPRESSED, State.SUPERSEDED, State.SENT)

COLUMNS = """
INSERT INTO outbox_message (kind, category, "to", about, dedupe_key, state, not_before,
    valid_until, attempts, subject, text, html, error, created_at, sealed)
"""
ONE = (
    COLUMNS
    + """
VALUES (%s, %s, %s, %s::jsonb, %s, %s, %s, %s, 0, '', '', '', '', %s, %s)
ON CONFLICT (dedupe_key) DO NOTHING RETURNING id
"""
)
DUE = """
SELECT %s, %s, COALESCE(due.to_, ''), due.about_, due.dedupe_, %s, %s::timestamptz,
    %s::timestamptz, 0, '', '', '', '', %s::timestamptz, NULL
FROM ({rows}) AS due (to_, about_, dedupe_)
ON CONFLICT (dedupe_key) DO NOTHING
"""
MANY = COLUMNS + DUE
FULL_WEEK = """
WITH full_week AS MATERIALIZED (
    SELECT about->>'person' AS person FROM outbox_message
    WHERE not_before > %s AND not_before <= %s AND category <> ALL(%s) AND {mailbox}
        AND state NOT IN ('superseded', 'suppressed', 'failed')
    GROUP BY 1
    HAVING count(*) >= COALESCE((SELECT (value #>> '{}')::int FROM kit_setting WHERE key = %s), %s)
)
"""
WITH_ROOM = """
SELECT %s, %s, COALESCE(due.to_, ''),
    CASE WHEN late THEN about_ || '{"digest": true}' ELSE about_ END, due.dedupe_,
    CASE WHEN late THEN 'superseded' ELSE %s END, %s::timestamptz, %s::timestamptz, 0, '', '', '',
    CASE WHEN late THEN %s ELSE '' END, %s::timestamptz, NULL
FROM (
    SELECT one.*, COALESCE(one.to_, '') <> '' AND EXISTS (
        SELECT FROM full_week WHERE person = one.about_->>'person'
    ) AND lower(one.to_) NOT IN (
        SELECT address FROM outbox_suppression WHERE category = 'digest'
    ) AS late
    FROM ({rows}) AS one (to_, about_, dedupe_)
) AS due
ON CONFLICT (dedupe_key) DO NOTHING
"""
LIMITED = FULL_WEEK.replace("{mailbox}", "\"to\" <> ''") + COLUMNS + WITH_ROOM
# One letter asks for the letters of one mailbox, by its index, instead of everybody's.
ONE_LIMITED = (
    FULL_WEEK.replace("{mailbox}", '"to" = %s')
    + COLUMNS
    + WITH_ROOM.replace("{rows}", "SELECT %s, %s::jsonb, %s")
    + " RETURNING id"
)


class NotAgain(Exception):
    """The letter is still on its way, or its text is gone: it cannot be sent again."""


def post(
    *,
    kind: str,
    to: str,
    about: dict[str, Any],
    dedupe_key: str,
    at: datetime,
    not_before: datetime | None = None,
    valid_until: datetime | None = None,
    always: bool = False,
) -> Message | None:
    """Put one letter into the outbox: held while the association is quiet, else pending.

    `about` holds ids only. Where the week of its person is full it joins the weekly digest, unless
    it must go `always`. Gives the letter, or None where `dedupe_key` is already there. Raises
    KeyError for a kind nobody has registered.
    """
    category = kinds.kind(kind).category
    state = State.HELD if queries.is_quiet() else State.PENDING
    due, row = not_before or at, (to, json.dumps(about), dedupe_key)
    if always or category in rules.UNCOUNTED:
        return _insert((kind, category, *row, state, due, valid_until, at, None))
    told = (kind, category, state, due, valid_until, str(rules.IN_DIGEST), at)
    return _insert((*_week(due, to), *told, *row), sql=ONE_LIMITED)


def _week(due: datetime, *to: str) -> tuple[Any, ...]:
    """The values of FULL_WEEK: whose week of letters up to `due`, or to this mailbox, is full.

    A letter too many stays on record as superseded with `about.digest`. Service letters do not
    count, nor does paper; who wants no digest gets all one by one, so that nothing is lost.
    """
    most = rules.LETTERS_A_WEEK
    return (due - timedelta(days=7), due, rules.UNCOUNTED, *to, most.key, most.default)


def post_sealed(
    *, kind: str, to: str, content: dict[str, Any], dedupe_key: str, at: datetime
) -> Message | None:
    """Put a log-in letter into the outbox, its text encrypted; it leaves at once.

    `content` has `subject`, `text`, maybe `html`, and `secrets` (masked in the stored copy).
    Where no worker can be woken, this process delivers it itself after the commit.
    """
    if not rules.is_account(kind):
        raise ValueError(f"{kind} is not a log-in letter.")
    values = (kind, "", to, "{}", dedupe_key, State.PENDING, at, None, at, seal(content))
    message = _insert(values, wake_up=False)
    if message is not None:
        transaction.on_commit(partial(_deliver_soon, message.pk, at), robust=True)
    return message


def post_many(
    *,
    kind: str,
    rows: QuerySet,
    at: datetime,
    not_before: datetime | None = None,
    valid_until: datetime | None = None,
    always: bool = False,
) -> int:
    """Put many letters into the outbox by one INSERT ... SELECT; gives how many were new.

    Those too many for somebody's week join the weekly digest, unless they must go `always`.
    `rows` is a queryset ending in `.values_list("to_", "about_", "dedupe_")`: text, jsonb, text.
    """
    category = kinds.kind(kind).category
    state = State.HELD if queries.is_quiet() else State.PENDING
    due = not_before or at
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return 0
    if always or category in rules.UNCOUNTED:
        insert, values = MANY, (kind, category, state, due, valid_until, at)
    else:
        insert = LIMITED
        told = (kind, category, state, due, valid_until, str(rules.IN_DIGEST), at)
        values = (*_week(due), *told)
    with connection.cursor() as cursor:
        cursor.execute(insert.replace("{rows}", sql), [*values, *params])
        count = cursor.rowcount
    if count and state == State.PENDING:
        nudge()
    return count


def withdraw(*, kind: str, about: dict[str, Any], reason: str) -> int:
    """Supersede letters of the kind that have not left and whose `about` contains these ids.

    Gives how many. A letter being handed over at this moment is not touched.
    """
    waiting = Message.objects.filter(kind=kind, state__in=OPEN, about__contains=about)
    return _supersede(waiting, reason)


@transaction.atomic
def release(*, by: object, at: datetime, kind: str = "") -> int:
    """End the quiet: held letters go out, but no step of a ladder that was due before today.

    A letter about a coming occasion (`valid_until`) still has its point whenever it was due; of
    several to one person about one occasion only the newest goes.
    With `kind` only the held letters of that kind go and the association stays quiet. Gives how
    many letters were released.
    """
    head = Letterhead.objects.select_for_update().first()
    if head is None:
        return 0
    if not kind and head.is_quiet:
        head.released_at, head.released_by = at, str(by)[:200]
        head.save(update_fields=["released_at", "released_by"])
    return _open(Message.objects.filter(**({"kind": kind} if kind else {})), at)


def free_stragglers(*, at: datetime) -> int:
    """Letters held by a transaction that overlapped the release follow the others."""
    return 0 if queries.is_quiet() else _open(Message.objects.all(), at)


def recover(*, at: datetime) -> None:
    """What a dead worker, a lost claim or an overlapping release left behind moves on."""
    claims.expire_leases(at=at)
    free_stragglers(at=at)


@transaction.atomic
def hush(*, by: object, at: datetime) -> int:
    """Make the association quiet again (a restored copy): all business letters that have not
    left are held. Gives how many."""
    Letterhead.objects.update(released_at=None, released_by="")
    waiting = Message.objects.filter(state__in=queries.WAITING)
    business = waiting.exclude(kind__startswith=rules.ACCOUNT)
    reason = _("Held again by {by} on {day}.").format(by=by, day=queries.local_day(at))
    return business.update(state=State.HELD, error=reason)


def discard(*, kind: str, by: object, at: datetime) -> int:
    """Give up held letters of one kind (empty: of all kinds), for good. Gives how many."""
    held = Message.objects.filter(state=State.HELD)
    reason = _("Discarded by {by} on {day}.").format(by=by, day=queries.local_day(at))
    return _supersede(held.filter(kind=kind) if kind else held, reason)


def may_go(message: Message) -> bool:
    """True where `send_again` would not refuse."""
    return message.state in AGAIN and not rules.is_account(message.kind)


def send_again(*, message: Message, by: object, at: datetime) -> Message:
    """An officer wants this letter sent (again): it is due now, with fresh attempts.

    It keeps its Message-ID, so that mail programs show a second copy only once. Raises NotAgain
    while it is still on its way, or where its text was kept only until it was sent.
    """
    reason = _("Sent again by {by}.").format(by=by)
    changed = (
        Message.objects.filter(pk=message.pk, state__in=AGAIN)
        .exclude(kind__startswith=rules.ACCOUNT)
        .update(
            state=State.PENDING,
            attempts=0,
            not_before=at,
            valid_until=None,
            sent_at=None,
            error=reason,
        )
    )
    if not changed:
        raise NotAgain
    nudge()
    message.refresh_from_db()
    return message


def mark_printed(*, messages: QuerySet, at: datetime) -> int:
    """These letters to people without an address are on paper now. Gives how many."""
    return messages.filter(printed_at__isnull=True).update(printed_at=at)


def mark_unprinted(*, messages: QuerySet, at: datetime) -> int:
    """Undo: what was marked as printed at exactly this instant waits again. Gives how many."""
    return messages.filter(printed_at=at).update(printed_at=None)


def _insert(values: tuple, *, sql: str = ONE, wake_up: bool = True) -> Message | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    if row is None:
        return None
    message = Message.objects.get(pk=row[0])
    if wake_up and message.state == State.PENDING:
        nudge()
    return message


def _supersede(messages: QuerySet, reason: str) -> int:
    return messages.update(
        state=State.SUPERSEDED, error=reason, claim_token=None, lease_until=None, sealed=None
    )


@transaction.atomic
def _open(messages: QuerySet, at: datetime) -> int:
    held = messages.filter(state=State.HELD)
    today = at.astimezone(queries.zone()).replace(hour=0, minute=0, second=0, microsecond=0)
    past = held.filter(not_before__lt=today, valid_until__isnull=True).exclude(category="")
    _supersede(past, str(rules.BEFORE_RELEASE))
    _supersede(held.filter(pk__in=_outdone()), str(rules.OUTDONE))
    count = held.update(state=State.PENDING)
    if count:
        nudge()
    return count


def _outdone() -> list[int]:
    """Held letters that a newer held one, to the same person about the same occasion, outdoes."""
    about_one = [KeyTextTransform(name, "about") for name in ("person", "meeting")]
    occasions = Message.objects.filter(state=State.HELD, valid_until__isnull=False)
    newest = Window(Max("id"), partition_by=about_one)
    ranked = occasions.exclude(category="").annotate(newest=newest)
    return list(ranked.filter(newest__gt=F("id")).values_list("pk", flat=True))


def _deliver_soon(message_id: int, at: datetime) -> None:
    if not (queries.worker_is_alive(at) and wake()):
        deliver_one(message_id, at=at)
