"""Whether all is well, in numbers."""

from datetime import timedelta

import pytest

from outbox import queries, tasks
from outbox.actions import heartbeats
from outbox.models import Heartbeat, Letterhead, Message
from outbox.queries import Health
from tests.outbox.conftest import NOW, answer, invite

pytestmark = pytest.mark.django_db


def test_an_empty_outbox_is_healthy(club: Letterhead) -> None:
    assert queries.health(NOW) == Health(
        due=0, oldest_due=None, uncertain=0, worker=None, beat=None
    )


def test_the_oldest_due_letter_tells_its_age(club: Letterhead) -> None:
    answer(), invite()
    heartbeats.beat(name="worker", at=NOW)
    heartbeats.beat(name="worker", at=NOW + timedelta(seconds=20))

    assert queries.health(NOW + timedelta(seconds=90)) == Health(
        due=2, oldest_due=90, uncertain=0, worker=70, beat=None
    )


def test_a_letter_tried_again_counts_from_its_birth(club: Letterhead) -> None:
    answer()
    later = NOW + timedelta(hours=1)
    Message.objects.update(state="retry", not_before=later)

    assert queries.health(later).oldest_due == 3600


def test_held_letters_are_not_due(quiet_club: Letterhead) -> None:
    answer()

    assert queries.health(NOW + timedelta(days=1)).due == 0


def test_worker_and_timetable_say_they_are_alive(club: Letterhead) -> None:
    tasks.beat_heartbeat()
    tasks.sweep()

    assert set(Heartbeat.objects.values_list("name", flat=True)) == {"beat", "worker"}
