from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from association.queries import health
from outbox.models import Heartbeat, Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health._Broker, "asked", -1e9)


def due(seconds: int) -> None:
    then = timezone.now() - timedelta(seconds=seconds)
    Message.objects.create(
        kind="meeting.reminder", dedupe_key=str(seconds), not_before=then, created_at=then
    )


def test_a_stranger_reads_that_all_is_well_and_nothing_personal(client: Client) -> None:
    Heartbeat.objects.create(name="worker", at=timezone.now())
    due(5)

    answer = client.get("/healthz")

    facts = answer.json()
    assert (answer.status_code, facts["database"], facts["broker"]) == (200, "ok", "down")
    assert (facts["letters"], facts["letters_due"], facts["beat_seconds"]) == ("ok", 1, None)


def test_a_stuck_letter_makes_it_unwell(client: Client) -> None:
    due(700)

    assert client.get("/healthz").status_code == 503


def test_a_dead_database_is_told_not_thrown(client: Client, monkeypatch) -> None:
    def fail(at: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(health.queries, "health", fail)

    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()["database"]) == (503, "down")


def test_a_running_broker_is_ok(client: Client, valkey: str, settings) -> None:
    settings.REDIS_URL = valkey

    assert client.get("/healthz").json()["broker"] == "ok"
