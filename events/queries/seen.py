"""What meetings know of when somebody was last with us."""

from datetime import date

from django.db.models import QuerySet

from events.models import Attendance, Rsvp, SpeakerAsk, Speaking


def came(day: date) -> QuerySet:
    """Who was at a meeting on or after the day."""
    return Attendance.objects.filter(meeting__starts_at__date__gte=day)


def answered(day: date) -> QuerySet:
    """Who answered a meeting on or after the day."""
    return Rsvp.objects.filter(meeting__starts_at__date__gte=day)


def asked_to_speak(day: date) -> QuerySet:
    """Who was asked to speak on or after the day."""
    return SpeakerAsk.objects.filter(asked_at__date__gte=day)


def spoke(day: date) -> QuerySet:
    """Who ever gave a talk: the archive names them, whatever the day."""
    return Speaking.objects.filter(state=Speaking.State.CONFIRMED)
