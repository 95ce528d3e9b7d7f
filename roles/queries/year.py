"""Which seats somebody held lately."""

from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

from members.models import Person
from roles.models import Term


def served(person: Person, today: date, days: int = 365) -> list[str]:
    """Titles of the roles this person held for a day or more of the last `days`, each once."""
    span = DateRange(today - timedelta(days=days), today)
    terms = Term.objects.filter(person=person, period__overlap=span).exclude(kind=Term.Kind.SHADOW)
    titles = terms.order_by("seat__role__position").values_list("seat__role__title", flat=True)
    return list(dict.fromkeys(titles))
