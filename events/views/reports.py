"""Attendance as files, and the report over all meetings."""

import io
from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from events.exports import COLUMNS, CSV, XLSX, as_csv, cells, stamp, text, write_xlsx
from events.forms import Period
from events.models import Meeting, Series
from events.queries.meetings import get_meeting
from events.queries.reports import EXPORT, Line, attendance_rows, numbers, past_meetings
from kit.actions import note_export

PER_PAGE = 40
NUMBERS = (
    "going", "attended", "walk_ins", "guests", "first_timers", "no_shows", "excused",
)  # fmt: skip
reporter = permission_required(EXPORT, raise_exception=True)


@require_safe
def attendance_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Everybody with an answer or attendance of one meeting."""
    meeting = _exported(request, slug)
    return _csv(f"{slug}.csv", COLUMNS, cells(attendance_rows(meeting=meeting)))


@require_safe
def attendance_xlsx(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The same as a sheet."""
    meeting = _exported(request, slug)
    return _xlsx(f"{slug}.xlsx", COLUMNS, cells(attendance_rows(meeting=meeting)))


@require_safe
@reporter
def report(request: HttpRequest) -> HttpResponse:
    """Past meetings of one kind in numbers, newest first, between two days."""
    period = Period(request.GET)
    kind = period.chosen or Series.Kind.TALK.value
    meetings = past_meetings(timezone.now(), *period.days, kind)
    page = Paginator(meetings, PER_PAGE).get_page(request.GET.get("page"))
    lines = numbers(page)
    context = {"page": page, "lines": lines, "period": period, "drawn": _drawn(lines)}
    return render(request, "events/report.html", context | {"kind": kind})


@require_safe
@reporter
def report_csv(request: HttpRequest) -> HttpResponseBase:
    """The numbers of all meetings of the period."""
    return _csv("attendance.csv", *_report(request))


@require_safe
@reporter
def report_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The same as a sheet."""
    return _xlsx("attendance.xlsx", *_report(request))


def _drawn(lines: Sequence[Line]) -> list[tuple[str, int, int]]:
    """What the chart shows, oldest first: the day, how many said yes, how many came."""
    days = [line.meeting.starts_at.astimezone(ZoneInfo(line.meeting.timezone)) for line in lines]
    drawn = [
        (date_format(day, "j M y"), line.going, line.attended)
        for day, line in zip(days, lines, strict=True)
    ]
    return drawn[::-1]


def _exported(request: HttpRequest, slug: str) -> Meeting:
    """The gateway: the meeting, if this log-in may export its attendance; Http404 otherwise."""
    meeting = get_meeting(slug, request.user)
    if not request.user.has_perm(EXPORT):
        raise Http404
    _note(request, f"{meeting.slug}: attendance")
    return meeting


def _report(request: HttpRequest) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    _note(request, "attendance report")
    period = Period(request.GET)
    lines = numbers(past_meetings(timezone.now(), *period.days, period.chosen))
    return ("meeting", "starts_at", "timezone", "topic", *NUMBERS), map(_cells, lines)


def _note(request: HttpRequest, what: str) -> None:
    """Every file taken out is written down; a HEAD takes nothing."""
    if request.method == "GET":
        note_export(what=what, via="page", by=request.user, at=timezone.now())


def _cells(line: Line) -> list[Any]:
    meeting = line.meeting
    start = stamp(meeting.starts_at, ZoneInfo(meeting.timezone))
    head = [text(meeting.slug), start, text(meeting.timezone), text(meeting.topic)]
    return [*head, *(getattr(line, name) for name in NUMBERS)]


def _csv(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponseBase:
    response = StreamingHttpResponse(as_csv(columns, rows), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _xlsx(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponseBase:
    file = io.BytesIO()
    write_xlsx(file, columns, rows)
    response = HttpResponse(file.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
