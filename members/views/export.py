"""Everybody on file as one file, for who may take it; every file taken out is written down."""

import io

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from kit.actions import note_export
from kit.sheets import CSV, XLSX, as_csv, write_xlsx
from members.exports import people_cells
from members.exports.people import headers
from members.queries.export import everybody, further_columns

may_export = permission_required("members.export_people", raise_exception=True)


@may_export
@require_safe
def people_csv(request: HttpRequest) -> HttpResponseBase:
    """All people as CSV, in the columns the import reads."""
    _note(request)
    further = further_columns()
    pieces = as_csv(headers(further), people_cells(everybody(), further))
    return _named(StreamingHttpResponse(pieces, content_type=CSV), "people.csv")


@may_export
@require_safe
def people_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The same as a sheet."""
    _note(request)
    file, further = io.BytesIO(), further_columns()
    write_xlsx(file, headers(further), people_cells(everybody(), further))
    return _named(HttpResponse(file.getvalue(), content_type=XLSX), "people.xlsx")


def _note(request: HttpRequest) -> None:
    """A HEAD takes nothing."""
    if request.method == "GET":
        note_export(what="people", via="page", by=request.user, at=timezone.now())


def _named(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
