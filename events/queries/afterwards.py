"""Who hears from us after a meeting: those who were there, and those who had said going."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, JSONObject

from events.models import Attendance, Meeting, Rsvp
from events.rules.ladder import AFTER_LASTS
from members.models import Person
from members.queries import letter_address

HERE = (Attendance.State.PRESENT, Attendance.State.LATE)


def over(at: datetime, hours: int) -> Iterable[Meeting]:
    """Meetings that ended so many hours ago and not much longer, where the door was kept."""
    last = at - timedelta(hours=hours)
    door = Attendance.objects.filter(meeting=OuterRef("pk"), voided_at__isnull=True, state__in=HERE)
    found = Meeting.objects.filter(
        Exists(door),
        state__in=[Meeting.State.PUBLISHED, Meeting.State.CLOSED],
        ends_at__lte=last,
        ends_at__gt=last - AFTER_LASTS,
    )
    return found.order_by("starts_at")


def was_present(meeting_id: int, person_id: int) -> bool:
    """Whether the door saw this person."""
    seen = Attendance.objects.filter(meeting=meeting_id, person=person_id, voided_at=None)
    return seen.filter(state__in=HERE).exists()


def was_missed(meeting_id: int, person_id: int) -> bool:
    """Whether this person had said going and neither came nor sent word."""
    seen = Attendance.objects.filter(meeting=meeting_id, person=person_id, voided_at=None)
    said = Rsvp.objects.filter(
        meeting=meeting_id, person=person_id, state=Rsvp.State.GOING, host=None
    )
    return said.exists() and not seen.exclude(state=Attendance.State.ABSENT).exists()


def after_rows(meeting: Meeting) -> QuerySet:
    """Those present, and those who had said going and sent no word; guests without an address
    are left out."""
    seen = Attendance.objects.filter(meeting=meeting, person=OuterRef("pk"), voided_at=None)
    said = Rsvp.objects.filter(
        meeting=meeting, person=OuterRef("pk"), state=Rsvp.State.GOING, host=None
    )
    missed = Q(Exists(said)) & ~Q(Exists(seen.exclude(state=Attendance.State.ABSENT)))
    return (
        Person.objects.filter(Q(Exists(seen.filter(state__in=HERE))) | missed)
        .filter(deceased_on=None, merged_into=None)
        .order_by()
        .annotate(
            to_=letter_address(),
            about_=JSONObject(person=F("pk"), meeting=Value(meeting.pk)),
            dedupe_=Concat(Value(f"after:{meeting.pk}:"), Cast("pk", CharField())),
        )
        .exclude(to_="")
        .values_list("to_", "about_", "dedupe_")
    )
