"""What the network does by itself."""

from celery import shared_task
from django.utils import timezone

from network.actions import (
    coffee_asks,
    exchange,
    invitations,
    old_friends,
    openings,
    rounds,
    signals,
    ties,
)
from outbox.queries import local_day


@shared_task
def fold_closed() -> None:
    """Add the meetings closed since the last look to the ties."""
    ties.fold_closed(today=local_day(timezone.now()))


@shared_task(time_limit=600)
def recompute() -> None:
    """Work out all ties anew: what was corrected or undone meanwhile is in it."""
    at = timezone.now()
    ties.recompute(today=local_day(at))
    exchange.forget(at=at)
    openings.forget(at=at)
    signals.forget(at=at)


@shared_task(time_limit=300)
def keep_coffee() -> None:
    """Hold this week's round, ask who was to meet, and let rest who has gone silent."""
    at = timezone.now()
    rounds.hold(at=at)
    coffee_asks.ask(at=at)
    rounds.close(at=at)


@shared_task
def keep_invitations() -> None:
    """Thank inviters whose colleague came, and forget invitations of which nothing came."""
    at = timezone.now()
    invitations.thank(at=at)
    invitations.forget(at=at)


@shared_task(time_limit=300)
def keep_old_friends() -> None:
    """Lay drafts before members whose old friends may be found."""
    old_friends.offer(at=timezone.now())
