"""PostgreSQL extensions, the cache table, and a history context the application cannot forge."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.core.management import call_command
from django.db import migrations


def create_cache_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


# pghistory's own function, with two changes. It runs with its owner's rights, so that the
# application's role needs no right to change who did what. And it asks for missing settings
# instead of catching their error: each caught error is a subtransaction, which made big
# transactions without a context slow by the square of their rows.
ATTACH_CONTEXT = """
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS pghistory_context.id%TYPE AS $$
DECLARE
    context_id uuid := nullif(current_setting('pghistory.context_id', true), '');
    context_metadata jsonb := nullif(current_setting('pghistory.context_metadata', true), '');
BEGIN
    IF context_id IS NULL OR context_metadata IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO pghistory_context AS known (id, metadata, created_at, updated_at)
        VALUES (context_id, context_metadata, now(), now())
        ON CONFLICT (id) DO UPDATE SET metadata = EXCLUDED.metadata, updated_at = now()
        WHERE known.metadata <> EXCLUDED.metadata;
    RETURN context_id;
END;
$$ LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
"""


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_initial"), ("pghistory", "0007_auto_20250421_0444")]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunPython(create_cache_table, migrations.RunPython.noop),
        migrations.RunSQL(ATTACH_CONTEXT, migrations.RunSQL.noop),
    ]
