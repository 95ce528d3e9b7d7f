"""Reports: a page, and the same question as a file. Every file taken out is written down."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.exports.reports import PAPER_ROWS, TooLong, report_paper
from events.forms.reports import KeepForm, Question
from events.models import Meeting
from events.queries.meetings import get_meeting
from events.queries.reports import EXPORT, REPORTS, Asked, Column, Report, attendance_rows
from events.queries.reports.cells import COLUMNS, as_file, as_line, as_read, cells
from events.queries.reports.named import named_at, named_in
from events.queries.saved_reports import saved_reports
from kit.downloads import csv_file, paper, xlsx_file
from members.recent import take_out
from outbox.queries import local_day
from roles.queries.holders import holders

PER_PAGE = 40
reporter = permission_required(EXPORT, raise_exception=True)


@require_safe
@reporter
def index(request: HttpRequest) -> HttpResponse:
    """All reports, each with what it answers."""
    page = Paginator(saved_reports(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"reports": REPORTS.values(), "page": page}
    return render(request, "events/reports.html", context)


@require_safe
@reporter
def report(request: HttpRequest, key: str) -> HttpResponse:
    """One report on the screen, with its chart, its files and the meaning of its columns."""
    found, form = get_report(key), _question(request, key)
    asked = _asked(form)
    number = _page_number(request)
    answer = found.answer(asked, start=(number - 1) * PER_PAGE, count=PER_PAGE + 1)
    columns, rows = answer.columns, list(answer.rows)
    context = {
        "report": found, "form": form, "number": number, "more": len(rows) > PER_PAGE,
        "explained": found.columns, "drawn": _drawn(found, columns, rows[:PER_PAGE]),
        "heads": [column for column in columns if column.kind != "key"],
        "rows": [_line(columns, row) for row in rows[:PER_PAGE]],
        "query": _query(asked), "keep": _keep_form(asked),
    }  # fmt: skip
    return render(request, "events/report.html", context)


@require_safe
@reporter
def report_csv(request: HttpRequest, key: str) -> HttpResponseBase:
    """The answer as CSV, streamed."""
    found, asked = _taken(request, key)
    return csv_file(f"{key}.csv", *as_file(found, asked))


@require_safe
@reporter
def report_xlsx(request: HttpRequest, key: str) -> HttpResponseBase:
    """The same as a sheet."""
    found, asked = _taken(request, key)
    return xlsx_file(f"{key}.xlsx", *as_file(found, asked))


@require_safe
@reporter
def report_pdf(request: HttpRequest, key: str) -> HttpResponseBase:
    """The same on paper; where it cannot be, the page says why."""
    found, asked = _taken(request, key)
    try:
        return paper(request, f"{key}.pdf", lambda: report_paper(found, asked))
    except TooLong:
        text = _("A paper takes {number} lines at most. Choose fewer days, or take the sheet.")
        messages.error(request, text.format(number=PAPER_ROWS))
        return HttpResponseRedirect(address(key, asked))


@require_safe
def attendance_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Everybody with an answer or attendance of one meeting."""
    meeting = _exported(request, slug)
    return csv_file(f"{slug}.csv", COLUMNS, cells(attendance_rows(meeting=meeting)))


@require_safe
def attendance_xlsx(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The same as a sheet."""
    meeting = _exported(request, slug)
    return xlsx_file(f"{slug}.xlsx", COLUMNS, cells(attendance_rows(meeting=meeting)))


def get_report(key: str) -> Report:
    """The report of that key; Http404 where there is none."""
    try:
        return REPORTS[key]
    except KeyError:
        raise Http404 from None


def address(key: str, asked: Asked) -> str:
    """Where a report answers this question."""
    return f"{reverse('report', args=[key])}?{_query(asked)}"


def _query(asked: Asked) -> str:
    given = {name: value for name, value in vars(asked).items() if name != "at" and value}
    return urlencode(given)


def _keep_form(asked: Asked) -> KeepForm:
    officers = holders(EXPORT, local_day(asked.at))
    return KeepForm(officers=officers, initial={"kind": asked.kind, "q": asked.q})


def _question(request: HttpRequest, key: str) -> Question:
    return Question(request.GET, searched=bool(get_report(key).searched))


def _asked(form: Question) -> Asked:
    return Asked(at=timezone.now(), **form.understood())


def _taken(request: HttpRequest, key: str) -> tuple[Report, Asked]:
    """The report and what it is asked, written down as taken out."""
    found, asked = get_report(key), _asked(_question(request, key))
    take_out(request, f"report {key}", named_in(found, asked))
    return found, asked


def _exported(request: HttpRequest, slug: str) -> Meeting:
    """The gateway: the meeting, if this log-in may export its attendance; Http404 otherwise."""
    meeting = get_meeting(slug, request.user)
    if not request.user.has_perm(EXPORT):
        raise Http404
    take_out(request, f"{meeting.slug}: attendance", named_at(meeting))
    return meeting


def _page_number(request: HttpRequest) -> int:
    """The page asked for, from 1; the first for anything else."""
    text = request.GET.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _line(columns: Sequence[Column], row: tuple) -> list[dict[str, Any]]:
    """One row for the screen: text, where it leads, and how it stands."""
    known = dict(zip((column.name for column in columns), row, strict=True))
    return [
        {"text": words, "column": column, "href": _leads(column, known)}
        for column, words in zip(columns, as_line(columns, row), strict=True)
        if column.kind != "key"
    ]


def _leads(column: Column, known: dict[str, Any]) -> str:
    slug = known.get("meeting")
    if column.kind in ("topic", "meeting") and slug:
        return reverse("meeting", args=[slug])
    if column.kind == "certificate":
        return reverse("meeting-certificate", args=[slug, known["person_uid"]])
    return ""


def _drawn(report: Report, columns: Sequence[Column], rows: list[tuple]) -> dict[str, Any] | None:
    """What the chart shows, oldest first; None where there is nothing to draw."""
    chart = report.chart
    if chart is None or not rows:
        return None
    place = {column.name: n for n, column in enumerate(columns)}
    label, at = columns[place[chart.label]], [place[unit] for unit in chart.units]
    points = [
        (as_read(label, row[place[chart.label]]), *(row[n] or 0 for n in at))
        for row in reversed(rows)
    ]
    return {"points": points, "units": [columns[n].label for n in at], "label": label.label}
