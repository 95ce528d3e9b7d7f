import logging

import pytest
from django.db import transaction

from outbox import nudges

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_dead_broker_is_told_once_and_then_left_alone(caplog, monkeypatch):
    monkeypatch.setattr(nudges._Broker, "dead_until", 0.0)

    with caplog.at_level(logging.WARNING):
        woken = [nudges.wake(), nudges.wake()]

    assert (woken, len(caplog.records)) == ([False, False], 1)


def test_nobody_is_woken_where_no_worker_runs_yet(caplog, monkeypatch):
    monkeypatch.setattr(nudges._Broker, "dead_until", 0.0)

    with caplog.at_level(logging.WARNING), nudges.asleep(), transaction.atomic():
        nudges.nudge()

    assert (caplog.records, nudges._Broker.dead_until) == ([], 0.0)
