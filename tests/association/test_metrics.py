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


@pytest.fixture
def watcher(settings) -> Client:
    settings.METRICS_TOKEN = "a-token"
    return Client(headers={"Authorization": "Bearer a-token"})


def figures(answer) -> dict[str, str]:
    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    return {name: value for name, _, value in (line.rpartition(" ") for line in lines)}


def test_a_watcher_reads_letters_heartbeats_and_meetings(watcher: Client) -> None:
    now = timezone.now()
    Heartbeat.objects.create(name="worker", at=now)
    Heartbeat.objects.create(name="beat", at=now - timedelta(seconds=500))
    then = now - timedelta(seconds=90)
    Message.objects.create(kind="x", dedupe_key="x", not_before=then, created_at=then)

    answer = watcher.get("/metrics")

    found = figures(answer)
    assert answer.status_code == 200
    assert 'association_heartbeat_alive{name="worker"} 1' in answer.content.decode()
    assert found['association_heartbeat_alive{name="beat"}'] == "0"
    assert found['association_letters{state="pending"}'] == "1"
    assert 90 <= float(found["association_oldest_due_letter_seconds"]) < 150
    assert found["association_meetings_open"] == "0"
    assert found["association_letters_quiet"] == "1"


@pytest.mark.parametrize("where", ["127.0.0.1", "203.0.113.9"])
def test_nobody_reads_without_the_token(client: Client, settings, where: str) -> None:
    def asked(bearer: str) -> int:
        given = {"REMOTE_ADDR": where, "HTTP_AUTHORIZATION": f"Bearer {bearer}"}
        return client.get("/metrics", **given).status_code

    before_any_is_set = asked("")
    settings.METRICS_TOKEN = "a-token"

    assert [before_any_is_set, asked("other"), asked(""), asked("a-token")] == [403, 403, 403, 200]


def test_a_dead_database_is_a_figure(watcher: Client, monkeypatch) -> None:
    def fail(at: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(health.queries, "health", fail)

    answer = watcher.get("/metrics")

    assert answer.status_code == 503
    assert figures(answer)["association_database_up"] == "0"
