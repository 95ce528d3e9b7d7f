"""The life of a letter as conditional updates: the row count says who owns it, never a read.

Leases are measured by the database's own clock, so that machines need not agree on the time, and
a pretended `at` never shortens one.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from outbox.models import Letterhead, Message
from outbox.rules import ACCOUNT, DELAYS, LEASE, LEASE_RAN_OUT, WORKER_DIED

State = Message.State
ONE_AT_A_TIME = 0x0B0C  # the advisory lock under which limits are counted and letters claimed

# The choice is materialized: as a plain subquery the planner may run it once per row, and a LIMIT
# that is asked again and again limits nothing.
CLAIM = """
WITH due AS MATERIALIZED (
    SELECT id FROM outbox_message
    WHERE state IN ('pending', 'retry') AND not_before <= %(at)s {only}
    ORDER BY not_before, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE outbox_message AS m
SET state = 'claimed', claim_token = %(token)s, lease_until = clock_timestamp() + %(lease)s
FROM due WHERE m.id = due.id AND m.state IN ('pending', 'retry')
"""
CLAIM_ONE = """
UPDATE outbox_message
SET state = 'claimed', claim_token = %(token)s, lease_until = clock_timestamp() + %(lease)s
WHERE id = %(id)s AND state IN ('pending', 'retry')
"""
SERVICE = "AND category = ''"
LOG_IN = f"AND category = '' AND starts_with(kind, '{ACCOUNT}')"

SPENT = """
SELECT count(*) FILTER (WHERE sent_at > %(at)s - interval '1 minute'),
    count(*) FILTER (WHERE sent_at > %(at)s - interval '1 hour'), count(*),
    (SELECT count(*) FROM outbox_message WHERE state IN ('claimed', 'sending'))
FROM outbox_message
WHERE state = 'sent' AND sent_at > %(at)s - interval '1 day'
    AND sent_at <= %(at)s + interval '1 minute'
"""

SENDING = """
UPDATE outbox_message
SET state = 'sending', attempts = attempts + 1, message_id = COALESCE(message_id, %(message_id)s),
    "to" = %(to)s, lease_until = clock_timestamp() + %(lease)s
WHERE id = %(id)s AND state = 'claimed' AND claim_token = %(token)s
    AND lease_until > clock_timestamp()
"""

# Losing this mark in a crash of the database leaves the letter uncertain, as it should: no need to
# wait for the disk. The mark before handing over does wait.
SENT = """
UPDATE outbox_message
SET state = 'sent', sent_at = %(at)s, subject = %(subject)s, text = %(text)s, html = %(html)s,
    error = '', sealed = NULL, claim_token = NULL, lease_until = NULL
FROM (SELECT set_config('synchronous_commit', 'off', true)) AS without_waiting
WHERE id = %(id)s AND (claim_token = %(token)s OR state = 'uncertain')
"""

PARK = """
UPDATE outbox_message
SET state = %(state)s, error = %(error)s, not_before = COALESCE(%(not_before)s, not_before),
    claim_token = NULL, lease_until = NULL
WHERE id = %(id)s AND state IN ('claimed', 'sending') AND claim_token = %(token)s
"""

UNCLAIM = """
UPDATE outbox_message
SET state = %(state)s, error = %(error)s, not_before = COALESCE(%(not_before)s, not_before),
    claim_token = NULL, lease_until = NULL
WHERE state = 'claimed' AND claim_token = %(token)s
"""

# The first letter of a dead claim is the one its worker was at. Once is chance; a letter at which
# workers go on dying must not kill for ever, nor hold up those behind it.
EXPIRED_CLAIMS = """
WITH dead AS (
    SELECT id, row_number() OVER (
        PARTITION BY claim_token ORDER BY category <> '', id
    ) = 1 AS begun
    FROM outbox_message WHERE state = 'claimed' AND lease_until < clock_timestamp()
)
UPDATE outbox_message AS m
SET claim_token = NULL, lease_until = NULL, attempts = attempts + begun::int,
    state = CASE WHEN NOT begun OR attempts = 0 THEN 'pending'
        WHEN attempts <= cardinality(%(delays)s::interval[]) THEN 'retry' ELSE 'failed' END,
    not_before = COALESCE(CASE WHEN begun THEN %(at)s + (%(delays)s::interval[])[attempts] END,
        not_before),
    error = CASE WHEN begun AND attempts > 0 THEN %(reason)s ELSE error END
FROM dead
WHERE m.id = dead.id AND m.state = 'claimed' AND m.lease_until < clock_timestamp()
"""
EXPIRED_SENDINGS = """
UPDATE outbox_message
SET state = 'uncertain', error = %s, claim_token = NULL, lease_until = NULL
WHERE state = 'sending' AND lease_until < clock_timestamp()
"""


def claim_chunk(*, at: datetime, limit: int, lease: timedelta = LEASE) -> uuid.UUID | None:
    """Claim up to `limit` due letters, service letters first, within the letterhead's limits.

    Log-in letters go beyond the limits. Gives the claim's token, or None where nothing is due.
    """
    token = uuid.uuid4()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        room = min(limit, _room(cursor, at))
        values: dict[str, Any] = {"token": token, "lease": lease, "at": at}
        claimed = 0
        steps = ((SERVICE, room), ("", room)) if room else ((LOG_IN, limit),)
        for only, most in steps:
            if most > claimed:
                cursor.execute(CLAIM.format(only=only), values | {"limit": most - claimed})
                claimed += cursor.rowcount
    return token if claimed else None


def claim_one(message_id: int, *, lease: timedelta = LEASE) -> uuid.UUID | None:
    """Claim this letter now, due or not and beyond limits; None where somebody else has it."""
    token = uuid.uuid4()
    changed = _execute(CLAIM_ONE, {"token": token, "lease": lease, "id": message_id})
    return token if changed else None


def claimed_by(token: uuid.UUID) -> list[Message]:
    """The letters of one claim, service letters first, then by age."""
    found = Message.objects.filter(claim_token=token, state=State.CLAIMED)
    return sorted(found, key=lambda message: (message.category != "", message.pk))


def mark_sending(message: Message, token: uuid.UUID, *, message_id: str, to: str) -> bool:
    """The committed mark before handing over; False where the claim or its lease is lost, and
    then nothing may be handed over. The lease starts anew."""
    values = {"id": message.pk, "token": token, "message_id": message_id, "to": to}
    return bool(_execute(SENDING, values | {"lease": LEASE}))


def mark_sent(
    message: Message, token: uuid.UUID, *, subject: str, text: str, html: str, at: datetime
) -> bool:
    """The mail server took it. This is known truth, also for a letter called uncertain since."""
    values = {"subject": subject, "text": text, "html": html, "at": at}
    return bool(_execute(SENT, values | {"id": message.pk, "token": token}))


def park(
    message: Message,
    token: uuid.UUID,
    state: Message.State,
    error: str,
    *,
    not_before: datetime | None = None,
) -> bool:
    """End this claim on one letter in another state, with the reason."""
    values = {"id": message.pk, "token": token, "state": state, "error": error}
    return bool(_execute(PARK, values | {"not_before": not_before}))


def give_back(
    token: uuid.UUID,
    *,
    state: Message.State = State.PENDING,
    error: str = "",
    not_before: datetime | None = None,
) -> int:
    """End this claim on every letter that was not begun."""
    values = {"token": token, "state": state, "error": error, "not_before": not_before}
    return _execute(UNCLAIM, values)


def expire_leases(*, at: datetime) -> tuple[int, int]:
    """Letters whose worker is gone: claimed ones wait again, those being handed over become
    uncertain and are never sent again by themselves. Gives both counts.

    The letter at which a second worker died waits as after a refusal, and fails in the end.
    """
    values = {"at": at, "delays": list(DELAYS), "reason": str(WORKER_DIED)}
    return _execute(EXPIRED_CLAIMS, values), _execute(EXPIRED_SENDINGS, [str(LEASE_RAN_OUT)])


def _room(cursor: Any, at: datetime) -> int:
    limits = Letterhead.objects.values_list("per_minute", "per_hour", "per_day").first()
    if limits is None:
        return 0
    cursor.execute(SPENT, {"at": at})
    *spent, under_way = cursor.fetchone()
    return max(0, min(most - used for most, used in zip(limits, spent, strict=True)) - under_way)


def _execute(sql: str, values: dict | list) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount
