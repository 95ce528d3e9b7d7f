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


def figures(answer) -> dict[str, str]:
    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    return {name: value for name, _, value in (line.rpartition(" ") for line in lines)}


def test_this_machine_reads_letters_heartbeats_and_meetings(client: Client) -> None:
    now = timezone.now()
    Heartbeat.objects.create(name="worker", at=now)
    Heartbeat.objects.create(name="beat", at=now - timedelta(seconds=500))
    then = now - timedelta(seconds=90)
    Message.objects.create(kind="x", dedupe_key="x", not_before=then, created_at=then)

    answer = client.get("/metrics")

    found = figures(answer)
    assert answer.status_code == 200
    assert 'association_heartbeat_alive{name="worker"} 1' in answer.content.decode()
    assert found['association_heartbeat_alive{name="beat"}'] == "0"
    assert found['association_letters{state="pending"}'] == "1"
    assert 90 <= float(found["association_oldest_due_letter_seconds"]) < 150
    assert found["association_meetings_open"] == "0"
    assert found["association_letters_quiet"] == "1"


@pytest.mark.parametrize(
    "where",
    [{"REMOTE_ADDR": "203.0.113.9"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}],
)
def test_elsewhere_needs_the_token(client: Client, settings, where: dict) -> None:
    without_any = client.get("/metrics", **where, HTTP_AUTHORIZATION="Bearer ")
    settings.METRICS_TOKEN = "a-token"

    wrong = client.get("/metrics", **where, HTTP_AUTHORIZATION="Bearer other")
    right = client.get("/metrics", **where, HTTP_AUTHORIZATION="Bearer a-token")

    codes = [answer.status_code for answer in (without_any, wrong, right)]
    assert codes == [403, 403, 200]


def test_a_dead_database_is_a_figure(client: Client, monkeypatch) -> None:
    def fail(at: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(health.queries, "health", fail)

    answer = client.get("/metrics")

    assert answer.status_code == 503
    assert figures(answer)["association_database_up"] == "0"
