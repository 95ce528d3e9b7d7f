"""What must always hold about seats; `check_promises` asks every night."""

from datetime import datetime

from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from events.models import Meeting, Rsvp, Seating


def violations(at: datetime | None = None) -> list[str]:
    """Every broken promise as a sentence; with `at`, the queue of meetings begun is left out."""
    return [*miscounted(), *oversold(), *waiting_beside_a_free_seat(at)]


def miscounted() -> list[str]:
    """Seatings whose counter differs from the answers that hold a seat."""
    held = (
        Rsvp.objects.filter(
            meeting=OuterRef("meeting"), mode=OuterRef("mode"), state__in=Rsvp.SEATED
        )
        .order_by()
        .values("meeting")
        .annotate(count=Count("id"))
        .values("count")
    )
    wrong = Seating.objects.annotate(counted=Coalesce(Subquery(held), Value(0))).exclude(
        taken=F("counted")
    )
    return [
        f"{slug} {mode}: {taken} taken, {counted} counted"
        for slug, mode, taken, counted in wrong.values_list(
            "meeting__slug", "mode", "taken", "counted"
        )
    ]


def oversold() -> list[str]:
    """Seatings with more taken than there are; the database refuses that itself."""
    wrong = Seating.objects.filter(capacity__isnull=False, taken__gt=F("capacity"))
    return [
        f"{slug} {mode}: oversold"
        for slug, mode in wrong.values_list("meeting__slug", "mode").order_by("id")
    ]


def waiting_beside_a_free_seat(at: datetime | None = None) -> list[str]:
    """Waiting parties of open meetings that would fit into the free seats."""
    open_meetings = Meeting.objects.filter(state=Meeting.State.PUBLISHED)
    if at is not None:
        open_meetings = open_meetings.filter(starts_at__gt=at)
    seating = Seating.objects.filter(meeting=OuterRef("meeting"), mode=OuterRef("mode"))
    parties = (
        Rsvp.objects.filter(state=Rsvp.State.WAITLISTED, meeting__in=open_meetings)
        .order_by()
        .values("meeting", "mode", "party", "wait_number", "meeting__slug")
        .annotate(
            size=Count("id"),
            capacity_=Subquery(seating.values("capacity")[:1]),
            taken_=Subquery(seating.values("taken")[:1]),
        )
    )
    free = Q(capacity_=None) | Q(size__lte=F("capacity_") - F("taken_"))
    return [
        f"{row['meeting__slug']} {row['mode']}: party {row['wait_number']} waits beside a free seat"
        for row in parties.filter(free)
    ]
