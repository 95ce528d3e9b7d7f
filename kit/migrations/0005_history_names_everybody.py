"""A change without the application's word for who acts is told by the database's own."""

from django.db import migrations

# As before (see 0002), and twice more. Where no page, task or command has said who acts, the
# session's database user and its program stand for it, one context a transaction: a change typed
# into psql has an author, too. And a context is written once a transaction, not looked up for
# every row.
ATTACH_CONTEXT = """
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS pghistory_context.id%TYPE AS $$
DECLARE
    context_id text := nullif(current_setting('pghistory.context_id', true), '');
    metadata text := nullif(current_setting('pghistory.context_metadata', true), '');
BEGIN
    IF context_id IS NULL OR metadata IS NULL THEN
        context_id := gen_random_uuid()::text;
        metadata := jsonb_build_object(
            'by', 'database:' || session_user, 'via', current_setting('application_name', true)
        )::text;
        PERFORM set_config('pghistory.context_id', context_id, true),
                set_config('pghistory.context_metadata', metadata, true);
    END IF;
    IF current_setting('kit.context_written', true) IS DISTINCT FROM context_id || metadata THEN
        INSERT INTO pghistory_context AS known (id, metadata, created_at, updated_at)
            VALUES (context_id::uuid, metadata::jsonb, now(), now())
            ON CONFLICT (id) DO UPDATE SET metadata = EXCLUDED.metadata, updated_at = now()
            WHERE known.metadata <> EXCLUDED.metadata;
        PERFORM set_config('kit.context_written', context_id || metadata, true);
    END IF;
    RETURN context_id::uuid;
END;
$$ LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
"""


class Migration(migrations.Migration):
    dependencies = [("kit", "0004_redactions")]

    operations = [migrations.RunSQL(ATTACH_CONTEXT, migrations.RunSQL.noop)]
