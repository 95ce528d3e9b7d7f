"""Questions kept under a name."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from events.models import ReportReader, SavedReport
from events.queries.reports import REPORTS, Asked, Report
from events.rules.reports import days_of


def saved_reports() -> QuerySet[SavedReport]:
    """Those in use, by name, each with its readers; two queries."""
    readers = Prefetch("readers", ReportReader.objects.select_related("person"))
    return SavedReport.objects.filter(dropped_at=None).prefetch_related(readers)


def get_saved(uid: UUID) -> SavedReport:
    """One of them, one taken away too; Http404 where there is none."""
    found = SavedReport.objects.filter(uid=uid, report__in=REPORTS).first()
    if found is None:
        raise Http404
    return found


def question(saved: SavedReport, today: date, at: datetime) -> tuple[Report, Asked]:
    """The report and what it is asked on this day."""
    first, last = days_of(saved.span, today)
    asked = Asked(kind=saved.kind, at=at, first=first, last=last, q=saved.q)
    return REPORTS[saved.report], asked
