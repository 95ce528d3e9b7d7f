"""kill -9 in the middle of letters: by the mail server's own log none twice, none lost unseen."""

import os
import signal
from collections import Counter
from collections.abc import Callable

import pytest
from celery import Celery

from outbox.models import Message
from tests.faults.scene import (
    CARELESS,
    DELIVER,
    NO_FAULTS,
    PATIENCE,
    WORKER,
    Sink,
    children,
    faults,
    kill_after,
    let_leases_run_out,
    wait_until,
    waiting,
    wake,
    write_letters,
)


@pytest.mark.broad
def test_killed_deliveries_send_none_twice_and_lose_none(sink: Sink, start: Callable) -> None:
    write_letters(300)

    for count in (40, 120, 200, 270):
        kill_after(count, start(DELIVER), sink)
    assert start(DELIVER).wait(PATIENCE) == 0

    assert faults(sink, 300) == NO_FAULTS
    assert Message.objects.filter(state="uncertain").count() in range(1, 5)


@pytest.mark.broad
def test_a_killed_worker_tree_sends_none_twice_and_loses_none(
    sink: Sink, start: Callable, valkey: str
) -> None:
    write_letters(120)
    broker = Celery(broker=valkey)

    for count in (20, 60):
        worker = start(WORKER, REDIS_URL=valkey)
        wake(broker, 4)
        kill_after(count, worker, sink)
    start(WORKER, REDIS_URL=valkey)
    wake(broker, 4)
    wait_until(lambda: not waiting(), pause=0.2)

    assert faults(sink, 120) == NO_FAULTS


@pytest.mark.broad
@pytest.mark.parametrize("oracle", [10], indirect=True)
def test_a_killed_child_of_the_worker_leaves_its_letter_uncertain(
    sink: Sink, start: Callable, valkey: str
) -> None:
    write_letters(60)
    worker = start(WORKER, REDIS_URL=valkey)
    broker = Celery(broker=valkey)
    wake(broker, 1)

    sink.wait_for(10)
    for child in children(worker.pid):
        os.kill(child, signal.SIGKILL)
    let_leases_run_out()
    wake(broker, 2)
    wait_until(lambda: not waiting(), pause=0.2)

    held = sink.accepted()[9]
    assert Message.objects.get(message_id=held).state == "uncertain"
    assert faults(sink, 60) == NO_FAULTS


@pytest.mark.broad
def test_without_the_committed_mark_letters_go_out_twice(sink: Sink, start: Callable) -> None:
    write_letters(60)

    for count in (10, 30):
        kill_after(count, start(CARELESS), sink)
    start(CARELESS).wait(PATIENCE)

    assert max(Counter(sink.accepted()).values()) > 1
