"""What meetings know of when somebody was last with us."""

from datetime import date

from django.db.models import QuerySet

from events.models import Attendance, Rsvp, SpeakerAsk, Speaking


def came(day: date) -> QuerySet:
    """Who was at a meeting on or after the day."""
    rows = Attendance.objects.filter(meeting__starts_at__date__gte=day)
    return rows.values("person")


def answered(day: date) -> QuerySet:
    """Who answered a meeting on or after the day."""
    return Rsvp.objects.filter(meeting__starts_at__date__gte=day).values("person")


def asked_to_speak(day: date) -> QuerySet:
    """Who was asked to speak on or after the day."""
    return SpeakerAsk.objects.filter(asked_at__date__gte=day).values("person")


def spoke(day: date) -> QuerySet:
    """Who ever gave a talk: the archive names them, whatever the day."""
    rows = Speaking.objects.filter(person__isnull=False, state=Speaking.State.CONFIRMED)
    return rows.values("person")
