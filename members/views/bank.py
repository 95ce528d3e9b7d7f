"""Bank statements: upload, look through, post as one batch, undo as one batch."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kit.records import Unreadable
from members import queries
from members.actions import bank as actions
from members.actions import bank_jobs
from members.actions.memberships import NotPossible
from members.forms.bank import ColumnsForm, LinesForm, UploadForm
from members.imports.bank import sheet
from members.models import Statement, StatementJob
from members.queries.bank import is_busy, job_of, lines_of
from outbox.queries import letterhead

PER_PAGE = 100
Wish = StatementJob.Wish
may_record = permission_required("members.add_payment", raise_exception=True)


@may_record
@require_http_methods(["GET", "HEAD", "POST"])
def bank(request: HttpRequest) -> HttpResponse:
    """The statements so far, and a new one."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file: Any = request.FILES["file"]
        by, name = queries.of_user(request.user), file.name or ""
        try:
            made = actions.upload(
                filename=name, text=form.cleaned_data["file"], by=by, at=timezone.now()
            )
            return _to(made)
        except Unreadable as problem:
            form.add_error("file", str(problem))
    pages = Paginator(Statement.objects.defer("text", "problems"), 20)
    context = {"form": form, "page": pages.get_page(request.GET.get("page"))}
    wrong = request.method == "POST"
    return render(request, "members/bank.html", context, status=422 if wrong else 200)


@may_record
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """One statement: its columns, its lines to look through, or what became of it."""
    row = get_object_or_404(Statement, pk=pk)
    if row.state == Statement.State.COLUMNS:
        return _columns_page(request, row, ColumnsForm(sheet=sheet(row.text)))
    if is_busy(row):
        return _page(request, row, None, None)
    form, page = _lines(request, row)
    if request.method == "POST" and form.is_valid():
        _save(request, form)
        messages.success(request, _("Saved. Nothing is posted yet."))
        return _to(row)
    return _page(request, row, form, page)


@may_record
@require_POST
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the columns; they are remembered for this bank."""
    row = get_object_or_404(Statement, pk=pk)
    if row.state != Statement.State.COLUMNS:
        return _to(row)
    form = ColumnsForm(request.POST, sheet=sheet(row.text))
    if not form.is_valid():
        return _columns_page(request, row, form, status=422)
    by = queries.of_user(request.user)
    actions.name_columns(statement=row, columns=form.columns(), by=by, at=timezone.now())
    return _to(row)


@may_record
@require_POST
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what is shown, and post everything chosen as one batch."""
    row = get_object_or_404(Statement, pk=pk)
    if is_busy(row):
        return _to(row)
    form, page = _lines(request, row)
    if not form.is_valid():
        return _page(request, row, form, page)
    return _act(request, row, Wish.POST, form)


@may_record
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the whole batch back."""
    return _act(request, get_object_or_404(Statement, pk=pk), Wish.UNDO)


def _act(
    request: HttpRequest, row: Statement, wish: str, form: LinesForm | None = None
) -> HttpResponse:
    """Post or take back: at once, or by the worker where there is much to do."""
    who: Any = {"statement": row, "by": queries.of_user(request.user), "at": timezone.now()}
    try:
        if form is not None:
            _save(request, form)
        if bank_jobs.is_long(row):
            bank_jobs.ask(wish=wish, **who)
        elif wish == Wish.POST:
            _told_posted(request, actions.post(**who), row)
        else:
            count = actions.undo(**who)
            words = ngettext("{count} payment taken back.", "{count} payments taken back.", count)
            messages.success(request, words.format(count=count))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return _to(row)


def _told_posted(request: HttpRequest, count: int, row: Statement) -> None:
    words = ngettext("{count} payment recorded.", "{count} payments recorded.", count)
    undo = reverse("bank-undo", args=[row.pk])
    messages.success(request, words.format(count=count), extra_tags=f"undo:{undo}")


def _lines(request: HttpRequest, row: Statement) -> tuple[LinesForm, Any]:
    page = Paginator(lines_of(row.pk), PER_PAGE).get_page(request.GET.get("page"))
    head = letterhead()
    data = request.POST if request.method == "POST" else None
    return LinesForm(data, lines=list(page), currency=head.currency if head else "EUR"), page


def _save(request: HttpRequest, form: LinesForm) -> None:
    by, at = queries.of_user(request.user), timezone.now()
    for line, people in form.choices():
        claim = form.claim(line)
        if _differs(line, people, claim):
            actions.choose(line=line, people=people, claim=claim, by=by, at=at)


def _differs(line: Any, people: list[Any], claim: Any) -> bool:
    """Whether this is another choice than the one on file."""
    paying = next((one for one in line.claims.all() if one.chosen and not line.skipped), None)
    if claim or paying:
        return claim != paying
    chosen = {share.person_id for share in line.shares.all() if share.chosen}
    now = set() if line.skipped else chosen
    return now != {person.pk for person in people} or (not people and not line.skipped)


def _page(request: HttpRequest, row: Statement, form: LinesForm | None, page: Any) -> HttpResponse:
    context = {"statement": row, "form": form, "page": page, "job": job_of(row)}
    status = 422 if form and form.is_bound and not form.is_valid() else 200
    return render(request, "members/bank_statement.html", context, status=status)


def _columns_page(
    request: HttpRequest, row: Statement, form: ColumnsForm, status: int = 200
) -> HttpResponse:
    context = {"statement": row, "form": form}
    return render(request, "members/bank_columns.html", context, status=status)


def _to(row: Statement) -> HttpResponse:
    return HttpResponseRedirect(reverse("bank-statement", args=[row.pk]), status=303)
