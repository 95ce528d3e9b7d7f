"""Every promise that the database itself can be asked about."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count

from events.queries import promises as events
from kit.history import history_tables
from outbox.models import Letterhead, Message
from outbox.queries import is_quiet, local_day
from roles.queries import promises as roles
from roles.queries.elections import unlike_their_ballots

LATE = timedelta(minutes=2)
LEFT = (Message.State.SENT, Message.State.SENDING, Message.State.UNCERTAIN)
WAITING = (Message.State.PENDING, Message.State.RETRY, Message.State.CLAIMED)


def checks(at: datetime) -> Iterator[tuple[str, Callable[[], list[str]]]]:
    """Names and questions; a question answers with the violations it finds."""
    today = local_day(at)
    yield "migrations-applied", unapplied_migrations
    yield "seats-counted", events.miscounted
    yield "never-oversold", events.oversold
    yield "waitlist-fair", lambda: events.waiting_beside_a_free_seat(at)
    yield "letters-leave", lambda: stuck_letters(at)
    yield "letters-once", letters_sent_twice
    yield "quiet-until-released", letters_while_quiet
    yield "somebody-can-appoint", lambda: roles.nobody_can_appoint(today)
    yield "access-ends-with-term", lambda: roles.rights_past_the_term(today)
    yield "results-recounted", unlike_their_ballots
    yield "history-protected", changeable_history


def unapplied_migrations() -> list[str]:
    """Migrations the database does not have."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration} is not applied" for migration, _backwards in plan]


def stuck_letters(at: datetime) -> list[str]:
    """Letters that should have left more than two minutes ago, or hang in a dead worker's hands."""
    late = Message.objects.filter(state__in=WAITING, not_before__lt=at - LATE)
    lost = Message.objects.filter(state=Message.State.SENDING, lease_until__lt=at - LATE)
    found = [(late.count(), "wait longer than two minutes"), (lost.count(), "hang in sending")]
    return [f"{count} letters {words}" for count, words in found if count]


def letters_sent_twice() -> list[str]:
    """Sent letters that share a Message-ID or a dedupe key."""
    sent = Message.objects.filter(state=Message.State.SENT).order_by()
    twice = [
        *sent.values_list("dedupe_key").annotate(n=Count("id")).filter(n__gt=1),
        *sent.filter(message_id__isnull=False)
        .values_list("message_id")
        .annotate(n=Count("id"))
        .filter(n__gt=1),
    ]
    return [f"{key} was sent {count} times" for key, count in twice]


def letters_while_quiet() -> list[str]:
    """Business letters on their way although no officer has released them."""
    if not Letterhead.objects.exists() or not is_quiet():
        return []
    out = Message.objects.filter(state__in=[*LEFT, *WAITING]).exclude(kind__startswith="account.")
    count = out.count()
    return [f"{count} letters left or wait to leave"] if count else []


def changeable_history() -> list[str]:
    """Tables of history that the application's own database role may change."""
    question = """
        SELECT name FROM unnest(%s::text[]) AS name
        WHERE to_regclass(name) IS NOT NULL
            AND has_table_privilege(name, 'UPDATE, DELETE, TRUNCATE') ORDER BY name
    """
    with connection.cursor() as cursor:
        cursor.execute(question, [history_tables()])
        tables = [name for (name,) in cursor.fetchall()]
    if not tables:
        return []
    return [f"the database role of DATABASE_URL may change {len(tables)} tables of history"]
