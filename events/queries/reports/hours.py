"""Hours given at meetings, by person."""

from collections.abc import Iterator
from itertools import groupby, islice
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from events.models import DutySignup
from events.queries.duties import served
from events.queries.reports.people import NAME, UID
from events.queries.reports.report import CHUNK, Answer, Asked, Column, Report
from events.queries.service import served_minutes_of
from events.rules.duties import QUICK_MINUTES
from kit.queries import value
from roles.queries.rights import LocalDay


class Hours(Report):
    """Jobs at meetings whose holder was there; hours come from attendance."""

    def answer(self, asked: Asked, *, start: int = 0, count: int | None = None) -> Answer:
        stop = None if count is None else start + count
        return Answer(self.columns, islice(_by_person(asked), start, stop))


def _by_person(asked: Asked) -> Iterator[tuple]:
    quick = value(QUICK_MINUTES)
    rows = _jobs(asked).order_by("person__sort_name", "person_id", "duty__meeting__starts_at")
    rows = rows.select_related("person", "duty__role", "duty__meeting")
    for person, done in groupby(rows.iterator(CHUNK), key=lambda row: row.person):
        jobs = list(done)
        hours = round(sum(served_minutes_of(job, quick) for job in jobs) / 15) / 4
        last = jobs[-1].duty.meeting
        day = last.starts_at.astimezone(ZoneInfo(last.timezone)).date()
        yield str(person.uid), person.name, len(jobs), hours, day


def _jobs(asked: Asked) -> QuerySet[DutySignup]:
    day = LocalDay(F("duty__meeting__timezone"), F("duty__meeting__starts_at"))
    found = served().filter(duty__meeting__series__kind=asked.kind).alias(day=day)
    if asked.first:
        found = found.filter(day__gte=asked.first)
    if asked.last:
        found = found.filter(day__lte=asked.last)
    return found.filter(person__name__icontains=asked.q) if asked.q else found


HOURS = Hours(
    key="hours",
    title=_("Hours given"),
    about=_("Who helped at meetings, and for how long."),
    columns=(
        UID, NAME,
        Column("jobs", _("Jobs"), _("Jobs done, the holder checked in."), "number"),
        Column("hours", _("Hours"), _("From arrival to the end, to a quarter."), "number"),
        Column("last_day", _("Last time"), _("Day of the latest job."), "day"),
    ),
)  # fmt: skip
