"""One seat for officers, and the three acts of whoever may fill it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members.queries import of_user
from members.recent import recent
from outbox.queries import local_day
from roles.actions import terms
from roles.actions.errors import TermRefused
from roles.forms import EndEarlyForm, FillForm, HoldOverForm
from roles.models import Seat, Term
from roles.queries import desk

ONE_DAY = timedelta(days=1)
METHODS = ["GET", "HEAD", "POST"]


@require_safe
@permission_required("roles.view_seat", raise_exception=True)
def seat(request: HttpRequest, pk: int) -> HttpResponse:
    """How the seat stands, who sat there, and what may be done."""
    found, at = desk.get_seat(pk, request.user), timezone.now()
    today = local_day(at)
    seen = desk.desk(found, request.user, today)
    context = {"seat": found, "desk": seen, "today": today, "at": at}
    return render(request, "roles/desk.html", context)


@require_http_methods(METHODS)
@recent
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """Three letters, pick, confirm: somebody holds, acts, or looks on."""
    where, at = desk.get_seat_to_fill(pk, request.user), timezone.now()
    text = request.GET.get("q", "")[:100]
    form = FillForm(request.POST or None, seat=where, today=local_day(at))

    def act() -> str:
        by = of_user(request.user)
        term = terms.appoint(seat=where, by=by, at=at, via=_via(by), **form.wishes())
        return _("%(name)s is in the seat.") % {"name": term.person.name}

    context = {"q": text, "people": desk.candidates(text)}
    return _show(request, where, form, act, ("roles/fill.html", context))


@require_http_methods(METHODS)
@recent
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End the term before its time; one that has not begun is taken back."""
    where, at = desk.get_seat_to_fill(pk, request.user), timezone.now()
    term = desk.term_to_change(where, local_day(at))
    form = EndEarlyForm(request.POST or None, initial={"last_day": local_day(at)})

    def act() -> str:
        day = form.cleaned_data["last_day"] + ONE_DAY
        reason = form.cleaned_data["reason"]
        terms.end_early(
            term=_there(term), ends_on=day, reason=reason, by=of_user(request.user), at=at
        )
        return _("The term is shortened.")

    words = {"term": term, "title": _("End the term early")}
    return _show(request, where, form, act, ("roles/seat_act.html", words))


@require_http_methods(METHODS)
@recent
def hold_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the holder on for a while after the term."""
    where, at = desk.get_seat_to_fill(pk, request.user), timezone.now()
    term = desk.term_to_change(where, local_day(at))
    form = HoldOverForm(request.POST or None)

    def act() -> str:
        by, until = of_user(request.user), form.cleaned_data["last_day"] + ONE_DAY
        terms.hold_over(term=_there(term), until=until, by=by, at=at, via=_via(by))
        return _("They stay on for a while.")

    words = {"term": term, "title": _("Let the holder stay on")}
    return _show(request, where, form, act, ("roles/seat_act.html", words))


def _show(
    request: HttpRequest, where: Seat, form: forms.Form, act: Callable[[], str],
    page: tuple[str, dict[str, Any]],
) -> HttpResponse:  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act())
        except TermRefused as refused:
            form.add_error(None, str(refused))
        else:
            return HttpResponseRedirect(reverse("seat", args=[where.pk]))
    status = 422 if request.method == "POST" else 200
    context = {"seat": where, "form": form, **page[1]}
    return render(request, page[0], context, status=status)


def _there(term: Term | None) -> Term:
    if term is None:
        raise TermRefused(_("Nobody sits there today."))
    return term


def _via(by: object) -> str:
    return "" if by else "operator"
