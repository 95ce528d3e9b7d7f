from django.db import migrations, models
from django.db.models.functions import Lower, Trim


class Migration(migrations.Migration):
    """The members of a city or an employer, quickly: how common each city is, so that the planner
    reads a frequent one in the list's order instead of sorting a sixth of everybody; and an index
    of employers, many of which begin with the same word."""

    dependencies = [("members", "0014_statement_jobs")]

    operations = [
        migrations.RunSQL(
            "CREATE STATISTICS members_person_city ON (lower(btrim(city))) FROM members_person",
            "DROP STATISTICS members_person_city",
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(Lower(Trim("employer")), name="members_person_employer_is"),
        ),
    ]
