"""The hand-over of a seat: read, written line by line, taken away as a pack."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.downloads import paper
from members.queries import of_user
from outbox.queries import local_day
from roles import exports
from roles.actions import handover as actions
from roles.forms.handover import FIELDS, LineForm
from roles.models import HandoverLine, Seat
from roles.queries import handover as queries
from roles.queries.handover import Handover


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """All that goes with the seat."""
    today = local_day(timezone.now())
    seat = queries.get_handover_seat(pk, request.user, today)
    context = {"found": queries.handover(seat, request.user, today), "seat": seat, "today": today}
    return render(request, "roles/handover.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A new line of one kind."""
    at = timezone.now()
    seat = queries.get_handover_seat(pk, request.user, local_day(at), writing=True)
    if kind not in FIELDS:
        raise Http404
    form = LineForm(request.POST or None, kind=kind)

    def act() -> None:
        actions.write(seat=seat, kind=kind, by=of_user(request.user), at=at, **form.cleaned_data)

    return _form(request, seat, form, act, HandoverLine.Kind(kind).label)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Other words for a line."""
    at = timezone.now()
    line = queries.get_line(pk, request.user, local_day(at))
    names = ("title", "detail", *FIELDS[line.kind])
    initial = {name: getattr(line, name) for name in names}
    form = LineForm(request.POST or None, kind=line.kind, initial=initial)

    def act() -> None:
        actions.change(line=line, by=of_user(request.user), at=at, **form.cleaned_data)

    return _form(request, line.seat, form, act, line.get_kind_display())


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The line is done."""
    line, at = queries.get_line(pk, request.user, local_day(timezone.now())), timezone.now()
    actions.close(line=line, by=of_user(request.user), at=at)
    undo = f"undo:{reverse('handover-reopen', args=[pk])}"
    messages.success(request, _("Closed."), extra_tags=undo)
    return _back(line.seat)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """The undo of closing."""
    line, at = queries.get_line(pk, request.user, local_day(timezone.now())), timezone.now()
    actions.reopen(line=line, by=of_user(request.user), at=at)
    return _back(line.seat)


@require_POST
def checked(request: HttpRequest, pk: int) -> HttpResponse:
    """The key works, and its holder is the one named."""
    at = timezone.now()
    line = queries.get_line(pk, request.user, local_day(at))
    actions.checked(line=line, today=local_day(at), by=of_user(request.user), at=at)
    return _back(line.seat)


@require_safe
def as_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The pack as one PDF."""
    found, today = _pack(request, pk)
    return paper(request, "handover.pdf", lambda: exports.handover_pdf(found, today=today))


@never_cache
@require_safe
def as_zip(request: HttpRequest, pk: int) -> HttpResponse:
    """The pack with a sheet and a calendar."""
    found, today = _pack(request, pk)
    headers = {"Content-Disposition": 'attachment; filename="handover.zip"'}
    body = exports.handover_zip(found, today=today)
    return HttpResponse(body, content_type="application/zip", headers=headers)


def _pack(request: HttpRequest, pk: int) -> tuple[Handover, date]:
    today = local_day(timezone.now())
    seat = queries.get_handover_seat(pk, request.user, today)
    return queries.handover(seat, request.user, today), today


def _form(
    request: HttpRequest, seat: Seat, form: LineForm, act: Callable[[], None], label: object
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        act()
        return _back(seat)
    status = 422 if request.method == "POST" else 200
    context = {"seat": seat, "form": form, "label": label}
    return render(request, "roles/handover_line.html", context, status=status)


def _back(seat: Seat) -> HttpResponse:
    return HttpResponseRedirect(reverse("handover", args=[seat.pk]))
