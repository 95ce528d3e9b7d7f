"""The signs to take away: CSV, sheet, and the board pack as PDF; each is written down."""

from collections.abc import Iterator

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kit.cells import safe
from kit.downloads import csv_file, paper, xlsx_file
from members.recent import take_out
from outbox.queries import local_day
from pulse.exports import annual_report, board_pack
from pulse.forms import AsAt, a_year, as_at
from pulse.queries import annual as queries
from pulse.queries.overview import overview
from pulse.queries.signs import signs
from pulse.views.signs import board

COLUMNS = ("sign", "value", "part", "whole", "rule", "as_at")


@require_safe
@board
def signs_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All signs as at the day, one a row, with their rules."""
    asked = _taken(request, "csv")
    return csv_file(f"pulse-{asked.day}.csv", COLUMNS, _rows(asked))


@require_safe
@board
def signs_xlsx(request: HttpRequest) -> FileResponse:
    """The same as a sheet."""
    asked = _taken(request, "xlsx")
    return xlsx_file(f"pulse-{asked.day}.xlsx", COLUMNS, _rows(asked))


@require_safe
@board
def pack(request: HttpRequest) -> HttpResponse:
    """What a board wants to see on paper."""
    asked = _taken(request, "pdf")
    seen = overview(asked.day, asked.first, asked.kind)
    return paper(request, f"board-pack-{asked.day}.pdf", lambda: board_pack(seen))


@require_safe
@board
def annual(request: HttpRequest) -> HttpResponse:
    """The annual report of a year that has begun; the last whole one where none is named."""
    today = local_day(timezone.now())
    year = a_year(request.GET.get("year", ""), today)
    take_out(request, f"annual report {year}")
    return paper(
        request, f"annual-report-{year}.pdf", lambda: annual_report(queries.annual(year, today))
    )


def _taken(request: HttpRequest, form: str) -> AsAt:
    asked = as_at(request.GET, local_day(timezone.now()))
    take_out(request, f"pulse {asked.day}, {form}")
    return asked


def _rows(asked: AsAt) -> Iterator[tuple]:
    for one in signs(asked.day, asked.kind):
        part, whole = ("" if n is None else n for n in (one.part, one.whole))
        yield (
            safe(str(one.label)), safe(one.value), part, whole, safe(one.rule),
            asked.day.isoformat(),
        )  # fmt: skip
