"""What the network does by itself."""

from celery import shared_task
from django.utils import timezone

from network.actions import coffee_asks, ties
from outbox.queries import local_day


@shared_task
def fold_closed() -> None:
    """Add the meetings closed since the last look to the ties."""
    ties.fold_closed(today=local_day(timezone.now()))


@shared_task(time_limit=600)
def recompute() -> None:
    """Work out all ties anew: what was corrected or undone meanwhile is in it."""
    ties.recompute(today=local_day(timezone.now()))


@shared_task
def keep_coffee() -> None:
    """Ask those who were to meet whether they did."""
    coffee_asks.ask(at=timezone.now())
