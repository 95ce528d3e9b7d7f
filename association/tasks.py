"""What the house does by itself."""

from celery import shared_task
from django.utils import timezone

from association.actions import newcomers
from outbox.queries import local_day


@shared_task
def keep_newcomers() -> None:
    """Make the promises to newcomers and note who has come."""
    at = timezone.now()
    newcomers.keep(today=local_day(at), at=at)
