"""What happens to meetings by itself."""

from celery import shared_task
from django.utils import timezone

from events.actions import reminders, rsvp


@shared_task
def send_due_letters() -> None:
    """Take back offers that ran out, queue invitations and reminders that are due."""
    at = timezone.now()
    rsvp.sweep_offers(at=at)
    reminders.queue_due(at=at)
