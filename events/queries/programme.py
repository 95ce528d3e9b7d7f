"""The programme board: twelve months, how far each is, and what members would like to hear."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    Count,
    Exists,
    Expression,
    F,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear
from django.http import Http404

from events.models import (
    Backup,
    Meeting,
    Series,
    SpeakerAsk,
    SpeakerFile,
    Speaking,
    TopicIdea,
    TopicSecond,
)
from events.rules.programme import STEPS, Month, Standing, months, steps_done
from kit.text import fold
from members.models import Person
from outbox.queries import local_day
from roles.queries.rights import LocalDay
from roles.queries.rights import local_day as local_day_of

State = SpeakerAsk.State
# So far ahead a month without a speaker is named on the officers' home page.
AHEAD = 6
WITHOUT_SPEAKER = (Series.Kind.LUNCH, Series.Kind.BOARD, Series.Kind.CALL, Series.Kind.SOCIAL)


@dataclass
class Row:
    """One meeting on the board; `asks` are those still open, `done` counts the steps."""

    meeting: Meeting
    speakers: list[Speaking]
    asks: list[SpeakerAsk]
    accepted: SpeakerAsk | None
    done: int
    takes_place: bool

    @property
    def steps(self) -> list[tuple[Any, bool]]:
        """Words and whether it is done."""
        return [(words, number < self.done) for number, (_key, words) in enumerate(STEPS)]

    @property
    def is_booked(self) -> bool:
        """A speaker is confirmed, or none is needed."""
        return bool(self.speakers) or self.meeting.series.kind in WITHOUT_SPEAKER


@dataclass
class Board:
    """The year, and what is missing in it."""

    months: list[Month]
    empty: int
    unbooked: int


def board(at: datetime, kind: str = Series.Kind.TALK) -> Board:
    """Twelve months from now of one kind of meeting; reports never mix kinds. Five queries."""
    today = local_day(at)
    until = at + timedelta(days=370)
    first = at - timedelta(days=32)
    rows = [_row(meeting) for meeting in _planned(first, until, kind)]
    year = months(
        today, [(_local(row.meeting), row) for row in rows if _local(row.meeting) >= today]
    )
    coming = [row for month in year for row in month.rows if row.takes_place]
    empty = sum(month.is_empty for month in year)
    return Board(year, empty, sum(not row.is_booked for row in coming))


def open_dates(at: datetime) -> QuerySet[Meeting]:
    """Coming meetings of talk series that nobody has confirmed to speak at, soonest first."""
    confirmed = Speaking.objects.filter(meeting=OuterRef("pk"), state=Speaking.State.CONFIRMED)
    coming = Meeting.objects.filter(
        starts_at__gt=at, state__in=(Meeting.State.DRAFT, Meeting.State.PUBLISHED),
        series__kind=Series.Kind.TALK,
    )  # fmt: skip
    return coming.filter(~Exists(confirmed)).select_related("series", "venue").order_by("starts_at")


def without_speaker(at: datetime) -> Case:
    """An expression: how many of the coming six months (this one apart) have no confirmed speaker;
    0 for an association without a series of talks."""
    talks = Meeting.objects.filter(starts_at__gt=at, series__kind=Series.Kind.TALK)
    planned = talks.exclude(state=Meeting.State.CANCELLED)
    this = _month(local_day_of(at))
    booked = (
        planned.filter(speakings__state=Speaking.State.CONFIRMED)
        .annotate(month_number=_month(LocalDay(F("timezone"), F("starts_at"))))
        .filter(month_number__gt=this, month_number__lte=this + AHEAD)
        .order_by().values(one=Value(1)).values(n=Count("month_number", distinct=True))
    )  # fmt: skip
    series = Series.objects.filter(kind=Series.Kind.TALK).exclude(rule="")
    return Case(
        When(Exists(planned) | Exists(series), then=AHEAD - Coalesce(Subquery(booked), Value(0))),
        default=Value(0),
    )


def _month(day: Expression) -> CombinedExpression:
    return ExtractYear(day) * 12 + ExtractMonth(day)


def backups() -> QuerySet[Backup]:
    """Who would step in."""
    return Backup.objects.filter(removed_at=None).select_related("person")


def get_backup(pk: int) -> Backup:
    """The gateway; the view has asked for the right. Http404 where there is none."""
    found = backups().filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return found


def ideas(person: Person | None, text: str = "", state: str = TopicIdea.State.OPEN) -> QuerySet:
    """Ideas in a state with `seconds_` and whether this person seconds them (`mine_`); most
    wanted first."""
    mine = TopicSecond.objects.filter(idea=OuterRef("pk"), person=person)
    found = TopicIdea.objects.filter(state=state).select_related("suggested_by", "meeting")
    for word in fold(text).split()[:6]:
        found = found.filter(title__icontains=word)
    counted = found.annotate(seconds_=Count("seconds"), mine_=Exists(mine))
    return counted.order_by("-seconds_", "-suggested_at")


def get_idea(uid: UUID) -> TopicIdea:
    """The gateway; the view has asked for the right. Http404 where there is none."""
    found = TopicIdea.objects.filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def _planned(first: datetime, until: datetime, kind: str) -> QuerySet[Meeting]:
    asks = SpeakerAsk.objects.exclude(state=State.WITHDRAWN).select_related("person")
    slides = SpeakerFile.objects.filter(removed_at=None, what=SpeakerFile.What.SLIDES)
    accepted = asks.filter(state=State.ACCEPTED).prefetch_related(
        Prefetch("files", slides, to_attr="slides_")
    )
    confirmed = Speaking.objects.filter(state=Speaking.State.CONFIRMED)
    return (
        Meeting.objects.filter(starts_at__gt=first, starts_at__lt=until, series__kind=kind)
        .select_related("series", "venue")
        .prefetch_related(
            "talks",
            Prefetch("speakings", confirmed, to_attr="confirmed_"),
            Prefetch("speaker_asks", asks.filter(state=State.ASKED), to_attr="asks_"),
            Prefetch("accepted_asks", accepted, to_attr="accepted_rows"),
        )
        .order_by("starts_at", "id")
    )


def _row(meeting: Any) -> Row:
    accepted = next(iter(meeting.accepted_rows), None)
    has_slides = any(talk.slides_url for talk in meeting.talks.all())
    standing = Standing(
        topic=bool(meeting.topic), asked=bool(meeting.asks_), confirmed=bool(meeting.confirmed_),
        bio=bool(accepted and accepted.bio) or has_slides,
        slides=bool(accepted and accepted.slides_) or has_slides,
    )  # fmt: skip
    takes_place = meeting.state != Meeting.State.CANCELLED
    return Row(
        meeting, meeting.confirmed_, meeting.asks_, accepted, steps_done(standing), takes_place
    )


def _local(meeting: Meeting) -> Any:
    return meeting.starts_at.astimezone(ZoneInfo(meeting.timezone)).date()
