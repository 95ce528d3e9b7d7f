"""The reports, by the key in their address, in the order they are listed."""

from events.queries.reports.attendance import EVERYBODY, attendance_rows
from events.queries.reports.credits import CREDITS
from events.queries.reports.hours import HOURS
from events.queries.reports.matrix import MATRIX_REPORT
from events.queries.reports.meetings import MEETINGS, MONTHLY, SPEAKERS, TALKS
from events.queries.reports.people import AWAY, BROUGHT, NEW_FACES, PEOPLE
from events.queries.reports.report import EXPORT, Answer, Asked, Column, Report

__all__ = ["EXPORT", "REPORTS", "Answer", "Asked", "Column", "Report", "attendance_rows"]

REPORTS: dict[str, Report] = {
    report.key: report
    for report in (
        MEETINGS, MONTHLY, TALKS, SPEAKERS, PEOPLE, MATRIX_REPORT, NEW_FACES, BROUGHT, AWAY, HOURS,
        CREDITS, EVERYBODY,
    )
}  # fmt: skip
