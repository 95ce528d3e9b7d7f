"""Celery: wake-ups only, for the truth lives in PostgreSQL. And the one timetable.

Every job is idempotent and works out what is due by itself, in the association's own zone, so
the timetable only says how often to look.
"""

import os
from typing import Any

import pghistory
from celery import Celery, Task
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "association.settings")

# Seconds a page may wait for a broker that is down or frozen.
PATIENCE = 1
TEN_MINUTES = 600
HOUR = 3600
DAY = 86400


def every(seconds: int, task: str) -> dict:
    """A line of the timetable; a wake-up nobody took before the next one is dropped."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


TIMETABLE = {
    "letters-leave": every(30, "outbox.tasks.sweep"),
    "beat-lives": every(60, "outbox.tasks.beat_heartbeat"),
    "lapses-are-told": every(TEN_MINUTES, "members.tasks.announce_lapses"),
    "meetings-are-told": every(TEN_MINUTES, "events.tasks.send_due_letters"),
    "reports-are-mailed": every(TEN_MINUTES, "events.tasks.mail_reports"),
    "jobs-are-kept": every(TEN_MINUTES, "events.tasks.keep_duties"),
    "speakers-are-kept": every(TEN_MINUTES, "events.tasks.keep_speakers"),
    "newcomers-are-kept": every(TEN_MINUTES, "association.tasks.keep_newcomers"),
    "imports-go-on": every(30, "members.tasks.go_on_with_imports"),
    "statements-go-on": every(30, "members.tasks.go_on_with_statements"),
    "terms-of-keeping": every(HOUR, "members.tasks.keep_terms"),
    "meetings-make-ties": every(TEN_MINUTES, "network.tasks.fold_closed"),
    "ties-are-worked-out": every(DAY, "network.tasks.recompute"),
    "coffee-is-kept": every(TEN_MINUTES, "network.tasks.keep_coffee"),
    "invitations-are-kept": every(HOUR, "network.tasks.keep_invitations"),
    "old-friends-are-found": every(DAY, "network.tasks.keep_old_friends"),
    "books-are-given": every(HOUR, "pulse.tasks.give_books"),
    "calls-are-noticed": every(HOUR, "pulse.tasks.notice"),
    "seats-are-kept": every(TEN_MINUTES, "roles.tasks.keep_seats"),
}


class ToldTask(Task):
    """A task whose changes stand in history as the system's, with the task's name."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with pghistory.context(by="system", via=self.name):
            return super().__call__(*args, **kwargs)


app = Celery("association", task_cls=ToldTask)
app.conf.update(
    broker_url=settings.REDIS_URL,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_connection_timeout=PATIENCE,
    # A killed worker's task comes back within seconds; with the defaults it took 100.
    broker_transport_options={
        "visibility_timeout": 600,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": PATIENCE,
        "socket_timeout": PATIENCE,
    },
    task_publish_retry=False,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_time_limit=60,
    task_serializer="json",
    accept_content=["json"],
    timezone="UTC",
    worker_prefetch_multiplier=1,
    worker_concurrency=2,
    worker_enable_remote_control=False,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_hijack_root_logger=False,
    beat_schedule=TIMETABLE,
    beat_schedule_filename=str(settings.DATA_DIR / "beat-schedule"),
    beat_max_loop_interval=30,
)
app.autodiscover_tasks()
