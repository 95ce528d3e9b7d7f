"""What happens by itself: every 30 seconds look for letters, and say that we are alive."""

from celery import shared_task
from django.utils import timezone

from outbox import delivery
from outbox.actions import heartbeats, letters
from outbox.nudges import wake
from outbox.rules import CHUNK


@shared_task(ignore_result=True)
def deliver_chunk() -> None:
    """Send one chunk; a full one wakes the next, so that no task runs long."""
    at = timezone.now()
    heartbeats.beat(name="worker", at=at)
    if delivery.deliver_chunk(at=at) >= CHUNK:
        wake()


@shared_task(ignore_result=True)
def sweep() -> None:
    """Find what a lost wake-up or a dead worker left behind, and send a chunk."""
    letters.recover(at=timezone.now())
    deliver_chunk()


@shared_task(ignore_result=True)
def beat_heartbeat() -> None:
    """The timetable is running."""
    heartbeats.beat(name="beat", at=timezone.now())
