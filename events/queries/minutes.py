"""Meetings whose minutes nobody has written."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from events.models import Meeting, Paper, Series
from roles.queries.rights import LocalDay

BACK = timedelta(days=120)


def without_minutes(at: datetime) -> QuerySet[Meeting]:
    """Closed meetings of the last 120 days that ask for minutes and have none, not even a draft:
    those of the board, and those with an agenda. Oldest first; `on_` is the day at their place."""
    papers = Paper.objects.filter(meeting=OuterRef("pk"))
    asks = Q(series__kind=Series.Kind.BOARD) | Exists(papers.filter(kind=Paper.Kind.AGENDA))
    closed = Meeting.objects.filter(asks, state=Meeting.State.CLOSED)
    return (
        closed.filter(~Exists(papers.filter(kind=Paper.Kind.MINUTES)))
        .filter(starts_at__gt=at - BACK, starts_at__lte=at)
        .annotate(on_=LocalDay(F("timezone"), F("starts_at")))
        .order_by("starts_at", "id")
    )
