"""What the board knows of who belongs to its record."""

from datetime import date

from django.db.models import QuerySet

from roles.models import Term


def served(day: date) -> QuerySet:
    """Who ever held a seat: past boards name them, whatever the day."""
    return Term.objects.filter(voided_at__isnull=True)
