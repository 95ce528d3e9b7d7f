"""What the pulse does by itself."""

from celery import shared_task
from django.utils import timezone

from outbox.queries import local_day
from pulse.actions import closing, followups


@shared_task
def notice() -> None:
    """Put who has a reason to be called onto the list."""
    at = timezone.now()
    followups.notice(today=local_day(at), at=at)


@shared_task
def give_books() -> None:
    """On the day an association ends: everybody gets the way to their book and the archive."""
    closing.give_due(at=timezone.now())
