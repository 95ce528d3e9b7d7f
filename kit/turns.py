"""One at a time: acts that must not meet queue up behind a word they agree on."""

from django.db import connection

WAIT = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
TRY = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"


def take_turns(*words: str) -> None:
    """Until the end of this transaction nobody else goes on who names the same words."""
    with connection.cursor() as cursor:
        cursor.execute(WAIT, [":".join(words)])


def try_turn(*words: str) -> bool:
    """As `take_turns`, but False at once where somebody else is at it."""
    with connection.cursor() as cursor:
        cursor.execute(TRY, [":".join(words)])
        return bool(cursor.fetchone()[0])
