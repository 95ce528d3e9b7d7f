"""What happens to meetings by itself."""

from celery import shared_task
from django.utils import timezone

from events.actions import (
    afterwards,
    digests,
    duties,
    duty_asks,
    duty_letters,
    guests,
    reminders,
    rsvp,
    saved_reports,
    speaker_letters,
    wishes,
)


@shared_task
def send_due_letters() -> None:
    """Take back offers that ran out, ask guests to join, queue what is due before meetings."""
    at = timezone.now()
    rsvp.sweep_offers(at=at)
    guests.forget(at=at)
    guests.ask_to_apply(at=at)
    wishes.forget(at=at)
    reminders.queue_due(at=at)
    afterwards.queue_due(at=at)
    digests.queue_due(at=at)


@shared_task
def mail_reports() -> None:
    """On the first of a month: kept reports to their readers."""
    saved_reports.queue_due(at=timezone.now())


@shared_task
def keep_duties() -> None:
    """Lay out usual jobs, ask the next to step in, remind and thank."""
    at = timezone.now()
    duties.lay_out(at=at)
    duty_asks.keep(at=at)
    duty_letters.remind(at=at)
    duty_letters.thank(at=at)


@shared_task
def keep_speakers() -> None:
    """Remind speakers, tell the chairs who asked them, and thank."""
    at = timezone.now()
    speaker_letters.chase(at=at)
    speaker_letters.tell_chairs(at=at)
    speaker_letters.thank(at=at)
