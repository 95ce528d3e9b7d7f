from django.db import migrations


class Migration(migrations.Migration):
    """A finer sample of the directory's words, so that the planner knows a rare name from a
    frequent city: with the coarse one it reads the whole list in order to find sixty people."""

    dependencies = [("members", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE members_person ALTER COLUMN search_text SET STATISTICS 1000",
            "ALTER TABLE members_person ALTER COLUMN search_text SET STATISTICS -1",
        )
    ]
