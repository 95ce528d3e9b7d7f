"""A calendar year of the association, as its annual report tells it: no name that is not public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet, Sum

from events.models import Attendance, Meeting, Speaking
from events.queries.after import HERE
from events.queries.archive import LocalYear, with_programme
from events.queries.duties import served
from events.queries.service import served_minutes_of
from events.rules.duties import QUICK_MINUTES
from kit.queries import value
from members.models import Payment
from pulse.queries.crowd import Crowd
from pulse.queries.overview import cells
from pulse.queries.sign import Sign
from pulse.queries.signs import days_of, signs
from pulse.rules import Waterfall
from roles.models import Project
from roles.queries.seats import held_between

CAME = Q(attendances__state__in=HERE, attendances__voided_at=None)
# Of the vital signs these are for every reader; the others are the board's to think about.
TOLD = ("retention", "first_year", "tenure", "reach", "returned")


@dataclass(frozen=True)
class Annual:
    """What happened from 1 January to `day`, the year's last or, of a year that runs, today."""

    year: int
    day: date
    fall: Waterfall
    signs: list[Sign]
    meetings: list[Meeting]
    people: int
    offices: dict[str, list[str]]
    projects: list[Project]
    jobs: int
    hands: int
    hours: int
    dues: list[tuple[int, str]]

    @property
    def cells(self) -> list[tuple[str, str, int]]:
        """Key, words and number of each part of the waterfall."""
        return cells(self.fall)

    @property
    def visits(self) -> int:
        """How often somebody came."""
        return sum(meeting.came_ for meeting in self.meetings)  # type: ignore[attr-defined]

    @property
    def talks(self) -> list[tuple[date, str, str]]:
        """Day, title, and speakers as printed of each talk, in the order they were held."""
        found = []
        for meeting in self.meetings:
            talks = [(talk.title, _names(talk.speakings.all())) for talk in meeting.talks.all()]
            others = _names(meeting.other_speakers)  # type: ignore[attr-defined]
            if others:
                talks.append((meeting.topic or meeting.title, others))
            day = meeting.starts_at.astimezone(ZoneInfo(meeting.timezone)).date()
            found += [(day, title, names) for title, names in talks]
        return found


def annual(year: int, today: date) -> Annual:
    """The year, or what there is of it by today. A constant number of queries."""
    eve, first, day = date(year - 1, 12, 31), date(year, 1, 1), min(date(year, 12, 31), today)
    crowd = Crowd(eve, *days_of(day))
    meetings = list(_meetings(year))
    jobs, hands, hours = _jobs(year)
    return Annual(
        year=year, day=day, fall=crowd.between(eve, day),
        signs=[sign for sign in signs(day, "", crowd) if sign.key in TOLD],
        meetings=meetings, people=_people(meetings),
        offices=held_between(first, day), projects=list(_projects(first, day)),
        jobs=jobs, hands=hands, hours=hours, dues=_dues(year),
    )  # fmt: skip


def years(today: date) -> list[int]:
    """Years there may be a report of, the latest first: ten, or fewer where it began later."""
    held = Meeting.objects.filter(state=Meeting.State.CLOSED).order_by("starts_at").first()
    begun = held.starts_at.year if held else today.year
    return list(range(today.year, max(begun, today.year - 9) - 1, -1))


def _meetings(year: int) -> QuerySet[Meeting]:
    held = Meeting.objects.filter(state=Meeting.State.CLOSED).alias(year_=LocalYear())
    counted = held.filter(year_=year).annotate(came_=Count("attendances", filter=CAME))
    return with_programme(counted).order_by("starts_at", "id")


def _people(meetings: list[Meeting]) -> int:
    """How many different people came to these."""
    came = Attendance.objects.filter(meeting__in=meetings, state__in=HERE, voided_at=None)
    return came.values("person").distinct().count()


def _names(speakings: Iterable[Speaking]) -> str:
    return ", ".join(one.printed_name for one in speakings)


def _projects(first: date, day: date) -> QuerySet[Project]:
    begun = Project.objects.filter(starts_on__lte=day)
    return begun.filter(Q(ended_on=None) | Q(ended_on__gte=first)).order_by("starts_on", "id")


def _jobs(year: int) -> tuple[int, int, int]:
    """How many jobs were done at the year's meetings, by how many people, in how many hours."""
    then = served().alias(year_=LocalYear("duty__meeting__")).filter(year_=year)
    rows = list(then.select_related("duty__role", "duty__meeting"))
    quick = value(QUICK_MINUTES)
    minutes = sum(served_minutes_of(row, quick) for row in rows)
    return len(rows), len({row.person_id for row in rows}), round(minutes / 60)


def _dues(year: int) -> list[tuple[int, str]]:
    """(cents, currency) received in the year; what was reversed or moved adds up to nothing."""
    lines = Payment.objects.filter(received_on__year=year).order_by()
    sums = lines.values("currency").annotate(sum_=Sum("cents")).exclude(sum_=0)
    return list(sums.order_by("currency").values_list("sum_", "currency"))
