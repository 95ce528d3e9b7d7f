"""A file of people brought in: columns, a look through, decisions, the run, and undo."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.records import Unreadable
from members import queries
from members.actions.imports import jobs
from members.forms.imports import ColumnsForm, DecisionsForm, UploadForm, decisions
from members.models import Upload
from members.rules import NotPossible

PER_PAGE = 50
State = Upload.State
may_import = permission_required("members.add_importbatch", raise_exception=True)


@may_import
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The files so far, and a new one."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _to(_uploaded(request))
        except Unreadable as problem:
            form.add_error("file", str(problem))
    light = Upload.objects.defer("raw", "report", "answers").select_related("batch")
    page = Paginator(light, 20).get_page(request.GET.get("page"))
    status = 422 if request.method == "POST" else 200
    return render(request, "members/imports.html", {"form": form, "page": page}, status=status)


@may_import
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: what it needs now, how far it is, or what became of it."""
    row = _row(pk)
    if row.state == State.COLUMNS or (row.state == State.DRAFT and "columns" in request.GET):
        form = ColumnsForm(header=row.header, chosen=row.answers.get("columns", []))
        return _page(request, row, columns=form)
    if row.state != State.DRAFT:
        return _page(request, row)
    page = _doubts(request, row)
    return _page(request, row, page=page, form=DecisionsForm(report=row.report, rows=list(page)))


@may_import
@require_POST
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what each column is; remembered for files like this."""
    row = _row(pk)
    form = ColumnsForm(request.POST, header=row.header, chosen=[])
    if not form.is_valid():
        return _page(request, row, columns=form, status=422)
    return _act(request, row, lambda **who: jobs.name_columns(columns=form.columns(), **who))


@may_import
@require_POST
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide what is open on this page."""
    row = _row(pk)
    page = _doubts(request, row)
    form = DecisionsForm(request.POST, report=row.report, rows=list(page))
    if not form.is_valid():
        return _page(request, row, page=page, form=form, status=422)
    return _act(request, row, lambda **who: jobs.decide(**form.answers(), **who))


@may_import
@require_POST
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring it in, once somebody has looked at five days of "paid through"."""
    row = _row(pk)
    if row.report.get("paid") and not request.POST.get("confirmed"):
        messages.error(request, _("Look at the days first, and say that they are right."))
        return _to(row)
    return _act(request, row, jobs.start)


@may_import
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the whole batch back."""
    return _act(request, _row(pk), jobs.undo)


@may_import
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the file up."""
    return _act(request, _row(pk), jobs.drop)


def _uploaded(request: HttpRequest) -> Upload:
    file: Any = request.FILES["file"]
    by = queries.of_user(request.user)
    name = file.name or ""
    return jobs.upload(filename=name, raw=file.read(), by=by, at=timezone.now())


def _row(pk: int) -> Upload:
    return get_object_or_404(Upload.objects.defer("raw").select_related("batch"), pk=pk)


def _doubts(request: HttpRequest, row: Upload) -> Any:
    return Paginator(decisions(row.report), PER_PAGE).get_page(request.GET.get("page"))


def _act(request: HttpRequest, row: Upload, action: Callable[..., None]) -> HttpResponse:
    try:
        action(upload=row, by=queries.of_user(request.user), at=timezone.now())
    except NotPossible as problem:
        messages.error(request, str(problem))
    return _to(row)


def _page(request: HttpRequest, row: Upload, status: int = 200, **more: Any) -> HttpResponse:
    changes = Paginator(row.report.get("changes", []), PER_PAGE)
    context = {
        "upload": row,
        "report": row.report,
        "counts": row.report.get("counts", {}),
        "clear": jobs.is_clear(row.report),
        "shown": changes.get_page(request.GET.get("rows")),
        **more,
    }
    return render(request, "members/import.html", context, status=status)


def _to(row: Upload) -> HttpResponse:
    return HttpResponseRedirect(reverse("import", args=[row.pk]), status=303)
