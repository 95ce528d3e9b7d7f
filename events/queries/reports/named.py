"""Whom a file of attendance or of a report names, as it is written down when it is taken out."""

from django.db.models import Exists, OuterRef, QuerySet

from events.models import Attendance, Meeting, Rsvp
from events.queries.reports.attendance import EVERYBODY, chosen
from events.queries.reports.people import UID
from events.queries.reports.report import Asked, Report
from members.models import Person


def named_at(*meetings: Meeting | int) -> QuerySet[Person]:
    """Everybody with an answer to these meetings or attendance there."""
    answers = Rsvp.objects.filter(person=OuterRef("pk"), meeting__in=meetings)
    visits = Attendance.objects.filter(
        person=OuterRef("pk"), meeting__in=meetings, voided_at__isnull=True
    )
    return Person.objects.filter(Exists(answers) | Exists(visits))


def named_in(report: Report, asked: Asked) -> QuerySet[Person] | None:
    """Everybody who has a row in the answer; None for reports whose rows are no people."""
    if UID.name not in [column.name for column in report.columns]:
        return None
    if report is EVERYBODY:
        people = named_at(*chosen(kind=asked.kind, first=asked.first, last=asked.last))
        return people.filter(name__icontains=asked.q)
    answer = report.answer(asked)
    at = [column.name for column in answer.columns].index(UID.name)
    return Person.objects.filter(uid__in={row[at] for row in answer.rows})
