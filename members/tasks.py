"""What members does by itself."""

from celery import shared_task
from django.utils import timezone

from members.actions import applications, bank_jobs, lapses, relays, retention, waivers
from members.actions.imports import jobs
from outbox.queries import local_day


@shared_task
def announce_lapses() -> None:
    """Queue the renewal letters of today; drop applications nobody has
    proven and the words of old letters between members."""
    at = timezone.now()
    lapses.announce(today=local_day(at), at=at)
    waivers.announce_ends(today=local_day(at), at=at)
    applications.forget(at=at)
    relays.forget(at=at)


@shared_task(time_limit=900)
def keep_terms() -> None:
    """Tell those whose time on file runs out; reduce to numbers those whose has."""
    at = timezone.now()
    retention.tell(today=local_day(at), at=at)
    retention.reduce(today=local_day(at), at=at)


@shared_task(time_limit=900)
def go_on_with_imports() -> None:
    """Look through, bring in or undo the files that wait, one after the other."""
    while jobs.go_on(at=timezone.now()):
        pass


@shared_task(time_limit=900)
def go_on_with_statements() -> None:
    """Post or take back the bank statements that wait, one after the other."""
    while bank_jobs.go_on(at=timezone.now()):
        pass
