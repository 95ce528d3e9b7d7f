"""Who may touch the history: the owner's role migrates, the application's role only appends."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction

PROTECT = """
REVOKE ALL ON FUNCTION kit_redact_history(text, bigint[], jsonb, text) FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
GRANT EXECUTE ON FUNCTION kit_redact_history(text, bigint[], jsonb, text) TO {role};
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON kit_redaction FROM {role};
"""


# pgtrigger's own function, which every history trigger asks, catches the error of a missing
# setting. Each caught error is a subtransaction, and its end looks at every deferred check the
# transaction has queued: bringing in or taking back many rows took time by their square.
SHOULD_IGNORE = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN AS $$
    SELECT coalesce(
        trigger_name::text = ANY(nullif(current_setting('pgtrigger.ignore', true), '')::text[]),
        false
    )
$$ LANGUAGE sql STABLE
"""


def history_tables() -> list[str]:
    """Names of the tables the application may insert into and read, but never change."""
    managed = [m for m in apps.get_models() if m._meta.managed and not m._meta.proxy]
    events = [m for m in managed if any(field.name == "pgh_id" for field in m._meta.fields)]
    return sorted({m._meta.db_table for m in events} | {"pghistory_context"})


def protect(*, using: str = "default", plan: list | None = None, **kwargs: Any) -> None:
    """After a migration: give the application's role its rights and take those over history.

    Does nothing where that role does not exist or is the migrating one itself.
    """
    if not plan:
        return
    connection = connections[using]
    role = settings.APP_DATABASE_ROLE
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute("SELECT current_user, EXISTS(SELECT FROM pg_roles WHERE rolname=%s)", [role])
        current, exists = cursor.fetchone()
        if not exists or current == role:
            return
        quoted = connection.ops.quote_name(role)
        cursor.execute(PROTECT.format(role=quoted))
        present = set(connection.introspection.table_names(cursor))
        for table in history_tables():
            if table in present:
                name = connection.ops.quote_name(table)
                cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {name} FROM {quoted}")


def quicken(*, using: str = "default", plan: list | None = None, **kwargs: Any) -> None:
    """After a migration, which may have brought pgtrigger's own function: put ours in place."""
    if plan:
        with connections[using].cursor() as cursor:
            cursor.execute(SHOULD_IGNORE)
