"""Proof of what was sent to whom, as a file; every file taken out is written down."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from association.views.letters import writer
from kit.actions import note_export
from kit.downloads import csv_file, paper
from members.exports.proof import COLUMNS, proof_cells, proof_pdf
from members.models import Announcement
from members.queries.announcements import get_announcement


@writer
@require_safe
def as_sheet(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One row a copy: to whom, when handed over, what was said."""
    letter = get_announcement(pk)
    _note(request, letter)
    return csv_file(f"letter-{letter.pk}.csv", COLUMNS, proof_cells(letter))


@writer
@require_safe
def as_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a PDF for the file of the assembly."""
    letter = get_announcement(pk)

    def draw() -> bytes:
        body = proof_pdf(letter, at=timezone.now())
        _note(request, letter)
        return body

    return paper(request, f"letter-{letter.pk}.pdf", draw)


def _note(request: HttpRequest, letter: Announcement) -> None:
    """A HEAD takes nothing."""
    if request.method == "GET":
        what = f"proof of letter {letter.pk}: {letter.subject}"
        note_export(what=what, via="page", by=request.user, at=timezone.now())
