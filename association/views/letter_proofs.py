"""Proof of what was sent to whom, as a file; every file taken out is written down."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from association.views.letters import writer
from kit.actions import note_export
from kit.pdf import NoPdf
from kit.sheets import CSV, as_csv
from members.exports.proof import COLUMNS, proof_cells, proof_pdf
from members.models import Announcement
from members.queries.announcements import get_announcement


@writer
@require_safe
def as_sheet(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One row a copy: to whom, when handed over, what was said."""
    letter = get_announcement(pk)
    _note(request, letter)
    response = StreamingHttpResponse(as_csv(COLUMNS, proof_cells(letter)), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="letter-{letter.pk}.csv"'
    return response


@writer
@require_safe
def as_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a PDF for the file of the assembly."""
    letter = get_announcement(pk)
    try:
        body = proof_pdf(letter, at=timezone.now())
    except NoPdf:
        return render(request, "members/no_pdf.html", status=503)
    _note(request, letter)
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="letter-{letter.pk}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _note(request: HttpRequest, letter: Announcement) -> None:
    """A HEAD takes nothing."""
    if request.method == "GET":
        what = f"proof of letter {letter.pk}: {letter.subject}"
        note_export(what=what, via="page", by=request.user, at=timezone.now())
