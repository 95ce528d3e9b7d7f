"""Past meetings for everybody: by year, speaker and topic."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Func, IntegerField, Max, Prefetch, Q, QuerySet
from django.http import Http404

from events.models import Meeting, Speaking, Talk
from events.queries.meetings import ON_THE_PROGRAMME, visible_to
from events.rules.names import read_speakers
from kit.text import fold
from members.models import Person
from members.queries import of_user

WORDS = 6


class LocalYear(Func):
    """The year of a meeting, reached by `path` ("duty__meeting__"), on its own wall clock."""

    template = "EXTRACT(YEAR FROM timezone(%(expressions)s))::int"
    output_field = IntegerField()

    def __init__(self, path: str = "", **extra: Any) -> None:
        super().__init__(F(f"{path}timezone"), F(f"{path}starts_at"), **extra)


def past(user: Any, at: datetime) -> QuerySet[Meeting]:
    """Meetings that took place, as far as this viewer may see them; newest first."""
    return held(visible_to(of_user(user), user), at).order_by("-starts_at", "-id")


def held(meetings: QuerySet[Meeting], at: datetime) -> QuerySet[Meeting]:
    """Those that took place."""
    over = Q(state=Meeting.State.PUBLISHED, ends_at__lte=at)
    return meetings.filter(Q(state=Meeting.State.CLOSED) | over)


def found(meetings: QuerySet[Meeting], text: str, year: int | None) -> QuerySet[Meeting]:
    """Those of a year (None = all) that hold every word somewhere, accents or not."""
    if year:
        meetings = meetings.alias(year_=LocalYear()).filter(year_=year)
    for word in fold(text).split()[:WORDS]:
        meetings = meetings.filter(search_text__contains=word)
    return meetings


def years(meetings: QuerySet[Meeting]) -> list[tuple[int, int]]:
    """(year, how many meetings), newest first; one query."""
    counted = meetings.order_by().annotate(year_=LocalYear()).values_list("year_")
    return list(counted.annotate(count=Count("id")).order_by("-year_"))


def with_programme(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """With venue, series, links, talks and confirmed speakers: four queries in all."""
    speakings = Speaking.objects.filter(state__in=ON_THE_PROGRAMME).select_related("person")
    return meetings.select_related("venue", "series").prefetch_related(
        "links",
        Prefetch("talks", Talk.objects.prefetch_related(Prefetch("speakings", speakings))),
        Prefetch("speakings", speakings.filter(talk__isnull=True), to_attr="other_speakers"),
    )


def speakings_of(meetings: QuerySet[Meeting]) -> QuerySet[Speaking]:
    """Confirmed names on the programme of these meetings that are known people."""
    known = Q(person__isnull=False, person__merged_into__isnull=True)
    return Speaking.objects.filter(
        known, meeting__in=meetings.order_by(), state__in=ON_THE_PROGRAMME
    )


def speakers(meetings: QuerySet[Meeting], text: str = "") -> QuerySet[Speaking, Any]:
    """Rows of uid, printed name, number of meetings and year of the last one, by surname."""
    rows = speakings_of(meetings).order_by()
    for word in fold(text).split()[:WORDS]:
        rows = rows.filter(person__sort_name__contains=word)
    return (
        rows.values(uid=F("person__uid"), sort=F("person__sort_name"))
        .annotate(name=Max("person__name"), count=Count("meeting", distinct=True))
        .annotate(last=Max("meeting__starts_at"))
        .order_by("sort", "uid")
    )


def most_often(meetings: QuerySet[Meeting], limit: int) -> list[dict[str, Any]]:
    """The speakers met most often here, with their number of meetings."""
    rows: QuerySet[Any, Any] = speakers(meetings)
    return list(rows.order_by("-count", "sort")[:limit])


def topics(meetings: QuerySet[Meeting], text: str = "") -> QuerySet[Meeting, Any]:
    """Rows of topic and number of meetings, by topic."""
    rows = found(meetings.exclude(topic=""), text, None).order_by()
    return rows.values("topic").annotate(count=Count("id")).order_by("topic")


def get_speaker(uid: UUID, meetings: QuerySet[Meeting]) -> tuple[Person, list[Speaking]]:
    """The gateway: a person on the programme of visible past meetings; else Http404."""
    rows = speakings_of(meetings).filter(person__uid=uid)
    rows = rows.select_related("person", "talk", "meeting__venue", "meeting__series")
    spoken = list(rows.order_by("-meeting__starts_at", "position"))
    person = spoken[0].person if spoken else None
    if person is None:
        raise Http404
    return person, spoken


def shown_name(spoken: list[Speaking]) -> str:
    """The name last printed, without the employer."""
    printed = spoken[0].printed_name
    read = read_speakers(printed) if spoken[0].affiliation else []
    return (read[0].name if read else "") or printed
