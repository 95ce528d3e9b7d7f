"""Wake-ups after a commit. Losing one costs at most the time until the next sweep."""

import logging
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from celery import current_app
from django.conf import settings
from django.db import connection, transaction

log = logging.getLogger(__name__)

DELIVER = "outbox.tasks.deliver_chunk"
# After the broker has failed once, this process does not wait for it again for so long.
PATIENCE = 20.0


class _Broker:
    """Remembers until when the broker is taken for dead (seconds of the monotonic clock)."""

    dead_until = 0.0


def wake(name: str = DELIVER) -> bool:
    """Send one wake-up now; False where the broker does not answer."""
    if time.monotonic() < _Broker.dead_until:
        return False
    try:
        _knock()
        current_app.send_task(name, retry=False, ignore_result=True)
    except Exception as error:  # any broker trouble: truth is in PostgreSQL
        _Broker.dead_until = time.monotonic() + PATIENCE
        log.warning("No wake-up sent, the sweep will find the letters: %s", error)
        return False
    return True


def nudge() -> None:
    """Wake the worker after the commit, once per transaction however often this is called."""
    if connection.in_atomic_block and any(entry[1] is wake for entry in connection.run_on_commit):
        return
    transaction.on_commit(wake, robust=True)


@contextmanager
def asleep() -> Iterator[None]:
    """Wake nobody meanwhile: where no worker runs yet, its first sweep finds the letters."""
    before, _Broker.dead_until = _Broker.dead_until, float("inf")
    try:
        yield
    finally:
        _Broker.dead_until = before


def _knock() -> None:
    """Ask whether anybody listens: a refusal comes at once, where the client tries for seconds."""
    where = urlsplit(settings.REDIS_URL)
    if where.hostname:
        with socket.create_connection((where.hostname, where.port or 6379), timeout=0.5):
            pass
