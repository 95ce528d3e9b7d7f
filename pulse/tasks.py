"""What the pulse does by itself."""

from celery import shared_task
from django.utils import timezone

from outbox.queries import local_day
from pulse.actions import followups


@shared_task
def notice() -> None:
    """Put who has a reason to be called onto the list."""
    at = timezone.now()
    followups.notice(today=local_day(at), at=at)
