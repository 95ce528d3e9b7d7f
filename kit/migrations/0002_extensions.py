"""PostgreSQL extensions, the cache table, and a history context the application cannot forge."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.core.management import call_command
from django.db import migrations


def create_cache_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_initial"), ("pghistory", "0007_auto_20250421_0444")]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunPython(create_cache_table, migrations.RunPython.noop),
        migrations.RunSQL(
            "ALTER FUNCTION _pgh_attach_context() SECURITY DEFINER SET search_path = public",
            "ALTER FUNCTION _pgh_attach_context() SECURITY INVOKER RESET search_path",
        ),
    ]
