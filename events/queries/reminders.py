"""Who is to be written to before a meeting, as rows for one INSERT ... SELECT."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import (
    CharField,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat, Greatest, JSONObject

from events.models import Attendance, Meeting, Rsvp, SeriesLetters
from events.rules.ladder import INVITATION, KNOBS, SILENT_AFTER, Offsets, Stage
from kit.queries import value, values
from members.queries import holders, letter_address
from members.rules.grace import Right
from outbox.queries import local_day

STEPS = ("invitation", "first", "last", "going", "soon")
HERE = (Attendance.State.PRESENT, Attendance.State.LATE)


def offsets() -> Offsets:
    """The steps of the ladder as the board has set them."""
    return Offsets(*(int(str(number)) for number in values(*KNOBS).values()))


def offsets_of(meeting: Meeting, usual: Offsets) -> Offsets:
    """The steps of this meeting's series: its own numbers where it has any. No query when
    the meeting came from `ahead`."""
    own = getattr(meeting.series, "letters", None)
    return usual.but(**{name: getattr(own, name) for name in STEPS}) if own else usual


def longest() -> int:
    """The most days any series looks ahead with its own letters."""
    biggest = SeriesLetters.objects.aggregate(
        days=Greatest(Max("invitation"), Max("first"), Max("last"))
    )
    return biggest["days"] or 0


def ahead(at: datetime, days: int) -> Iterable[Meeting]:
    """Published meetings still to come within so many days (and a day for shifted clocks)."""
    return (
        Meeting.objects.filter(
            state=Meeting.State.PUBLISHED,
            starts_at__gt=at,
            starts_at__lte=at + timedelta(days=days + 1),
        )
        .select_related("series__letters")
        .order_by("starts_at")
    )


def silent_rows(meeting: Meeting, stage: Stage, at: datetime) -> QuerySet:
    """Members of that day who have not answered and have an address."""
    answered = Rsvp.objects.filter(meeting=meeting, person=OuterRef("pk"))
    people = holders(Right.MEETINGS, local_day(at)).filter(~Exists(answered)).order_by()
    if stage.name != INVITATION:
        people = people.exclude(_quiet_ones(meeting, at))
    return _rows(people.annotate(to_=letter_address()), meeting, stage, person="pk")


def _quiet_ones(meeting: Meeting, at: datetime) -> Q:
    """Members through the last meetings of the series who neither answered nor came to any."""
    count = int(value(SILENT_AFTER))
    past = Meeting.objects.filter(
        series=meeting.series_id,
        starts_at__lt=min(at, meeting.starts_at),
        state__in=[Meeting.State.PUBLISHED, Meeting.State.CLOSED],
    ).order_by("-starts_at")[:count]
    last = list(past)
    if count < 1 or len(last) < count:
        return Q(pk__in=[])
    answered = Rsvp.objects.filter(meeting__in=last, person=OuterRef("pk"))
    came = Attendance.objects.filter(
        meeting__in=last, person=OuterRef("pk"), voided_at__isnull=True, state__in=HERE
    )
    return Q(~Exists(answered), ~Exists(came), joined_on__lte=local_day(last[-1].starts_at))


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
