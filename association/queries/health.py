"""Whether the parts work, told without personal data."""

import time
from datetime import datetime
from types import ModuleType
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError

from outbox import queries

# A letter older than this is stuck; many letters under a limit per minute are not.
STUCK_SECONDS = 600
BROKER_SECONDS = 0.5
REMEMBERED_SECONDS = 5.0
UNREACHABLE = (OperationalError, InterfaceError)


class _Broker:
    """What the broker said last, so that a frozen one does not slow every look."""

    asked = -REMEMBERED_SECONDS
    is_up = False


def report(at: datetime) -> tuple[dict[str, Any], bool]:
    """What `/healthz` says, and whether all that matters works; ages in seconds."""
    broker = "ok" if broker_is_up() else "down"
    try:
        found = queries.health(at)
    except UNREACHABLE:
        return {"database": "down", "broker": broker}, False
    stuck = found.oldest_due is not None and found.oldest_due > STUCK_SECONDS
    facts = {
        "database": "ok",
        "broker": broker,
        "worker_seconds": found.worker,
        "beat_seconds": found.beat,
        "letters_due": found.due,
        "oldest_due_seconds": found.oldest_due,
        "letters_uncertain": found.uncertain,
        "letters": "stuck" if stuck else "ok",
    }
    return facts, not stuck


def broker_is_up() -> bool:
    """Whether Redis answers, asked at most every few seconds and never waited for long."""
    now = time.monotonic()
    if now - _Broker.asked >= REMEMBERED_SECONDS:
        _Broker.asked, _Broker.is_up = now, _ping()
    return _Broker.is_up


def _ping() -> bool:
    redis = _redis()
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=BROKER_SECONDS, socket_connect_timeout=BROKER_SECONDS
    )
    try:
        return bool(client.ping())
    except (redis.RedisError, OSError):
        return False
    finally:
        client.close()


def _redis() -> ModuleType:
    """The client library: a third of a second to import, and few processes ever ask."""
    import redis  # noqa: PLC0415 - the one wrapper of a heavy library

    return redis
