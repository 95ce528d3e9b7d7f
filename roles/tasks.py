"""What happens to seats by itself."""

from celery import shared_task
from django.utils import timezone

from outbox.queries import local_day
from roles.actions import notices, terms


@shared_task
def keep_seats() -> None:
    """Keep the last who can appoint in the seat, and announce terms that end."""
    at = timezone.now()
    today = local_day(at)
    terms.keep(today=today, at=at)
    notices.announce(today=today, at=at)
