"""After a meeting: who was there, how it was, and who met whom."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from events.models import Attendance, Feedback, Meeting, Met, Rsvp
from kit.text import fold
from members.models import Person

HERE = (Attendance.State.PRESENT, Attendance.State.LATE)
OPEN_DAYS = 30
SHOWN = 120


def is_open(meeting: Meeting, at: datetime) -> bool:
    """Whether those who were there may still tell: from the start until thirty days later."""
    gone = meeting.state == Meeting.State.CANCELLED
    return not gone and meeting.starts_at <= at < meeting.ends_at + timedelta(days=OPEN_DAYS)


def was_there(meeting: Meeting, person: Person) -> bool:
    """Whether the door saw this person; where the door has not closed, a yes is believed."""
    if present(meeting).filter(person=person).exists():
        return True
    if meeting.state == Meeting.State.CLOSED:
        return False
    return Rsvp.objects.filter(meeting=meeting, person=person, state=Rsvp.State.GOING).exists()


def present(meeting: Meeting) -> QuerySet[Attendance]:
    """Who was there, as the door holds now."""
    return Attendance.objects.filter(meeting=meeting, voided_at__isnull=True, state__in=HERE)


def faces(meeting: Meeting, viewer: Person, text: str = "") -> list[Any]:
    """Members who were there and show their name to members, without the viewer; `met_` is
    whether the viewer said to have met them here. At most 120, by name."""
    said = Met.objects.filter(meeting=meeting, person=viewer, other=OuterRef("pk"))
    people = (
        Person.objects.filter(pk__in=present(meeting).values("person"))
        .filter(joined_on__isnull=False, merged_into__isnull=True, deceased_on__isnull=True)
        .exclude(search_text="")
        .exclude(pk=viewer.pk)
    )
    for word in fold(text).split()[:6]:
        people = people.filter(sort_name__contains=word)
    return list(people.annotate(met_=Exists(said)).order_by("sort_name", "id")[:SHOWN])


def feedback_of(meeting: Meeting, person: Person) -> Feedback | None:
    """What this person said about the meeting, if anything."""
    return Feedback.objects.filter(meeting=meeting, person=person).first()


def summary(meeting: Meeting) -> dict[str, Any]:
    """How it was: `rows` of (score in words, how many), best first, `count`, and `words` without
    names in no order that tells who said them."""
    counted = dict(
        Feedback.objects.filter(meeting=meeting).order_by().values_list("score")
        .annotate(n=Count("id"))
    )  # fmt: skip
    said = Feedback.objects.filter(meeting=meeting).exclude(words="")
    return {
        "count": sum(counted.values()),
        "rows": [(str(one.label), counted.get(one.value, 0)) for one in reversed(Feedback.Score)],
        "words": sorted(said.values_list("words", flat=True)),
    }


def met_by(viewer: Person) -> QuerySet:
    """The socket `met`: people who themselves said to have met the viewer. To say it of somebody
    opens nothing; to be named does."""
    return Met.objects.filter(other=viewer).values("person")
