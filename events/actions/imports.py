"""Meetings brought in from a file: all or nothing, and the same file again changes nothing."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from events.actions import imported_meetings, imported_talks
from events.imports import Problem, Row, read
from events.models import Meeting, Speaking, Talk
from events.queries.meetings import ON_THE_PROGRAMME
from events.rules.texts import search_text
from kit.turns import take_turns
from members.models import ImportBatch, Person
from outbox.queries import zone


@dataclass
class Result:
    """What became of a file, counted in its rows; with errors nothing was written."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[Problem] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """For the JSON line of the command."""
        return asdict(self)


def import_meetings(
    *, data: bytes, filename: str, by: Person | None, at: datetime, dry_run: bool = False
) -> Result:
    """Bring in series, venues, meetings, talks and speakers from a CSV file.

    Meetings that began before `at` come in closed, later ones as drafts; nobody is written to. A
    missing column keeps what is there, an empty cell clears it. Full names become persons, the same
    full name the same person. Writes Series, Venue, Meeting, Talk, Speaking, Person, ImportBatch.
    """
    sheet = read(data)
    if sheet.problems:
        return Result(errors=sheet.problems)
    with transaction.atomic():
        take_turns("import of meetings")
        marks: dict[int, str] = {}
        found = imported_meetings.write(sheet.rows, marks, at=at, zone=str(zone()))
        if not found.problems:
            touched = imported_talks.write(
                sheet.rows, found.meetings, marks, by=by, at=at, first_names=sheet.first_names
            )
            refresh_search(touched | found.touched)
        result = _count(sheet.rows, marks, found.problems)
        if dry_run or result.errors:
            transaction.set_rollback(True)
        elif result.created or result.updated:
            _remember(data, filename, result, by=by, at=at)
    return result


def refresh_search(ids: Iterable[int]) -> None:
    """Work out the search text of these meetings anew, a few queries for all. Writes Meeting."""
    ids = list(ids)
    pieces: dict[int, list[str]] = {}
    meetings = list(Meeting.objects.filter(pk__in=ids).select_related("venue"))
    for meeting in meetings:
        pieces[meeting.pk] = [meeting.title, meeting.topic, meeting.summary]
    for pk, title in Talk.objects.filter(meeting_id__in=ids).values_list("meeting_id", "title"):
        pieces[pk].append(title)
    speakings = Speaking.objects.filter(meeting_id__in=ids, state__in=ON_THE_PROGRAMME)
    for pk, *words in speakings.values_list("meeting_id", "printed_name", "affiliation"):
        pieces[pk] += words
    for meeting in meetings:
        place = [meeting.venue.name, meeting.venue.city] if meeting.venue else []
        meeting.search_text = search_text([*pieces[meeting.pk], *place])
    Meeting.objects.bulk_update(meetings, ["search_text"], batch_size=500)


def _count(rows: list[Row], marks: dict[int, str], problems: list[Problem]) -> Result:
    if problems:
        return Result(errors=problems)
    told = [marks.get(row.line, "unchanged") for row in rows]
    return Result(told.count("created"), told.count("updated"), told.count("unchanged"))


def _remember(
    data: bytes, filename: str, result: Result, *, by: Person | None, at: datetime
) -> None:
    ImportBatch.objects.create(
        kind="meetings",
        filename=filename[:255],
        sha256=hashlib.sha256(data).hexdigest(),
        counts={"created": result.created, "updated": result.updated},
        imported_by=by,
        imported_at=at,
    )
