"""Everybody on file as one file, for who may take it; every file taken out is written down."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from kit.downloads import csv_file, xlsx_file
from members.exports import people_cells
from members.exports.people import headers
from members.queries.export import everybody, further_columns, on_file
from members.recent import take_out

may_export = permission_required("members.export_people", raise_exception=True)


@may_export
@require_safe
def people_csv(request: HttpRequest) -> HttpResponseBase:
    """All people as CSV, in the columns the import reads."""
    take_out(request, "people", on_file())
    further = further_columns()
    return csv_file("people.csv", headers(further), people_cells(everybody(), further))


@may_export
@require_safe
def people_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The same as a sheet."""
    take_out(request, "people", on_file())
    further = further_columns()
    return xlsx_file("people.xlsx", headers(further), people_cells(everybody(), further))
