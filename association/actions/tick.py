"""Every business job due at one instant, once: what the timetable does, on demand."""

from datetime import datetime

from django.db.models import Count, Max

from association.actions import newcomers
from events.actions import (
    afterwards,
    digests,
    duties,
    duty_asks,
    duty_letters,
    guests,
    reminders,
    rsvp,
    speaker_letters,
    wishes,
)
from members.actions import applications, lapses, waivers
from network.actions import coffee_asks, invitations, old_friends, rounds
from outbox.models import Message
from outbox.queries import local_day
from roles.actions import notices, terms


def run(*, at: datetime) -> dict[str, int]:
    """Run the jobs of every package; the new letters by kind. A rerun adds none."""
    last = Message.objects.aggregate(last=Max("id"))["last"] or 0
    today = local_day(at)
    lapses.announce(today=today, at=at)
    waivers.announce_ends(today=today, at=at)
    terms.keep(today=today, at=at)
    notices.announce(today=today, at=at)
    rsvp.sweep_offers(at=at)
    guests.forget(at=at)
    newcomers.keep(today=today, at=at)
    guests.ask_to_apply(at=at)
    applications.forget(at=at)
    wishes.forget(at=at)
    reminders.queue_due(at=at)
    afterwards.queue_due(at=at)
    digests.queue_due(at=at)
    duties.lay_out(at=at)
    duty_asks.keep(at=at)
    duty_letters.remind(at=at)
    duty_letters.thank(at=at)
    speaker_letters.chase(at=at)
    speaker_letters.tell_chairs(at=at)
    speaker_letters.thank(at=at)
    rounds.hold(at=at)
    coffee_asks.ask(at=at)
    rounds.close(at=at)
    invitations.thank(at=at)
    invitations.forget(at=at)
    old_friends.offer(at=at)
    new = Message.objects.filter(id__gt=last).order_by("kind")
    return dict(new.values_list("kind").annotate(count=Count("id")))
