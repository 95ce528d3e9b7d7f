"""The letters to come: which step, when, to whom, as things stand now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import Http404

from events.models import Meeting, Series, SeriesLetters
from events.queries.reminders import (
    ahead,
    going_rows,
    longest,
    offsets,
    offsets_of,
    silent_rows,
)
from events.rules.ladder import INVITATION, Offsets, Stage, going_stages, silent_stages
from kit.memo import remembered
from members.models import Person

DAYS = 14


@dataclass(frozen=True)
class Step:
    """One step of one meeting's ladder: `kind` of the letter, and when it leaves."""

    meeting: Meeting
    stage: Stage
    to_those_coming: bool

    @property
    def kind(self) -> str:
        """The kind of the letter."""
        return "meeting.invitation" if self.stage.name == INVITATION else "meeting.reminder"

    def rows(self) -> QuerySet:
        """Address, ids and key of each letter as things stand now; in a steady order."""
        if self.to_those_coming:
            return going_rows(self.meeting, self.stage).order_by("id")
        return silent_rows(self.meeting, self.stage, self.stage.due_at).order_by("pk")


@remembered
def words_of(meeting: Meeting) -> str:
    """The sentence of its own that a series puts into its letters, "" for none."""
    rows = SeriesLetters.objects.filter(series=meeting.series_id)
    return rows.values_list("words", flat=True).first() or ""


def steps(at: datetime) -> list[Step]:
    """Every step due within the next fourteen days, soonest first."""
    usual = offsets()
    far = max(usual.invitation, usual.first, usual.last, longest()) + DAYS
    found = [step for meeting in ahead(at, far) for step in _of(meeting, usual)]
    coming = [step for step in found if at <= step.stage.due_at <= at + timedelta(days=DAYS)]
    return sorted(coming, key=lambda step: (step.stage.due_at, step.meeting.pk))


def get_step(slug: str, stage: str, at: datetime) -> Step:
    """The gateway: this step of this meeting, if it is still to come; Http404 otherwise."""
    for step in steps(at):
        if (step.meeting.slug, step.stage.name) == (slug, stage):
            return step
    raise Http404


def get_series(slug: str) -> Series:
    """The gateway: a series by its address; Http404 where there is none."""
    found = Series.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def people_of(rows: list[tuple]) -> list[Person]:
    """The people of these rows, in their order; one query."""
    ids = [int(about["person"]) for _to, about, _key in rows]
    found = Person.objects.in_bulk(ids)
    return [found[pk] for pk in ids]


def _of(meeting: Meeting, usual: Offsets) -> Iterator[Step]:
    own, zone = offsets_of(meeting, usual), ZoneInfo(meeting.timezone)
    for stage in silent_stages(meeting.starts_at, zone, own):
        yield Step(meeting, stage, to_those_coming=False)
    for stage in going_stages(meeting.starts_at, own):
        yield Step(meeting, stage, to_those_coming=True)
