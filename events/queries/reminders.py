"""Who is to be written to before a meeting, as rows for one INSERT ... SELECT."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, JSONObject

from events.models import Meeting, Rsvp
from events.rules.ladder import KNOBS, Offsets, Stage
from kit.queries import values
from members.queries import holders, letter_address
from members.rules.grace import Right
from outbox.queries import local_day


def offsets() -> Offsets:
    """The steps of the ladder as the board has set them."""
    return Offsets(*(int(str(number)) for number in values(*KNOBS).values()))


def ahead(at: datetime, days: int) -> Iterable[Meeting]:
    """Published meetings still to come within so many days (and a day for shifted clocks)."""
    return Meeting.objects.filter(
        state=Meeting.State.PUBLISHED,
        starts_at__gt=at,
        starts_at__lte=at + timedelta(days=days + 1),
    ).order_by("starts_at")


def silent_rows(meeting: Meeting, stage: Stage, at: datetime) -> QuerySet:
    """Members of that day who have not answered and have an address."""
    answered = Rsvp.objects.filter(meeting=meeting, person=OuterRef("pk"))
    people = holders(Right.MEETINGS, local_day(at)).filter(~Exists(answered)).order_by()
    return _rows(people.annotate(to_=letter_address()), meeting, stage, person="pk")


def going_rows(meeting: Meeting, stage: Stage) -> QuerySet:
    """Those coming who have an address and said so, or were moved up, before the step was due."""
    coming = Rsvp.objects.filter(
        meeting=meeting, state=Rsvp.State.GOING, answered_at__lt=stage.due_at
    ).exclude(promoted_at__gte=stage.due_at)
    return _rows(
        coming.order_by().annotate(to_=letter_address("person__")),
        meeting,
        stage,
        person="person_id",
    )


def key_start(meeting: Meeting) -> str:
    """How the dedupe keys of this meeting's letters begin: a moved meeting reminds again."""
    day = meeting.starts_at.astimezone(ZoneInfo(meeting.timezone)).date()
    return f"reminder:{meeting.pk}:{day.isoformat()}:"


def _rows(rows: QuerySet, meeting: Meeting, stage: Stage, *, person: str) -> QuerySet:
    return (
        rows.exclude(to_="")
        .annotate(
            about_=JSONObject(
                person=F(person),
                meeting=Value(meeting.pk),
                stage=Value(stage.name, output_field=TextField()),
            ),
            dedupe_=Concat(
                Value(key_start(meeting)), Cast(person, CharField()), Value(f":{stage.name}")
            ),
        )
        .values_list("to_", "about_", "dedupe_")
    )
