"""Answers that are files: papers to look at, rows to take away."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from kit.pdf import NoPdf
from kit.sheets import CSV, XLSX, as_csv, write_xlsx


def paper(request: HttpRequest, name: str, draw: Callable[[], bytes]) -> HttpResponse:
    """A PDF shown in the browser and kept by nobody on the way; a page that says what is missing
    (503) where none can be drawn."""
    try:
        body = draw()
    except NoPdf:
        return render(request, "pdf/none.html", status=503)
    headers = {
        "Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store",
    }  # fmt: skip
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def csv_file(
    name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """Rows as CSV, streamed: its length costs no memory."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(as_csv(columns, rows), content_type=CSV, headers=headers)


def xlsx_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> FileResponse:
    """Rows as a sheet, written to a file first: its directory stands at its end."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    try:
        write_xlsx(file, columns, rows)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
