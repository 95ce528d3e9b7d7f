"""Proof of what was sent to whom, as a file; every file taken out is written down."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from association.views.letters import writer
from kit.downloads import csv_file, paper
from members.exports.proof import COLUMNS, proof_cells, proof_pdf
from members.models import Announcement
from members.queries.announcements import addressees, get_announcement
from members.recent import take_out


@writer
@require_safe
def as_sheet(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One row a copy: to whom, when handed over, what was said."""
    letter = get_announcement(pk)
    _take_out(request, letter)
    return csv_file(f"letter-{letter.pk}.csv", COLUMNS, proof_cells(letter))


@writer
@require_safe
def as_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a PDF for the file of the assembly."""
    letter = get_announcement(pk)
    _take_out(request, letter)
    name = f"letter-{letter.pk}.pdf"
    return paper(request, name, lambda: proof_pdf(letter, at=timezone.now()))


def _take_out(request: HttpRequest, letter: Announcement) -> None:
    take_out(request, f"proof of letter {letter.pk}: {letter.subject}", addressees(letter))
