"""The board's side of the end: say it, look it over, take it back, and what goes to a successor."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.downloads import csv_file
from kit.queries import value
from members.models import Person
from members.queries import of_user
from members.recent import recent, take_out
from outbox.queries import local_day
from pulse.actions import closing as actions
from pulse.exports.farewell import CONTACTS, contact_cells
from pulse.forms import ClosingForm
from pulse.models import Closing
from pulse.queries import closing as queries
from pulse.rules import CLOSING_DAYS

board = permission_required("pulse.close_association", raise_exception=True)


@require_http_methods(["GET", "HEAD", "POST"])
@board
def wizard(request: HttpRequest) -> HttpResponse:
    """What it means, then the day and why, then a last look; afterwards how far it is."""
    closing, today = queries.standing(), local_day(timezone.now())
    counts = queries.counts(closing, today)
    if closing:
        over = closing.ends_on <= today
        context = {"closing": closing, "counts": counts, "over": over}
        return render(request, "pulse/closing_stands.html", context)
    first = today + timedelta(days=value(CLOSING_DAYS))
    form = ClosingForm(request.POST or None, initial={"ends_on": first})
    if request.method == "POST" and form.is_valid() and _announced(request, form):
        return _back()
    sure = request.method == "POST" and form.is_valid()
    context = {"form": form, "counts": counts, "sure": sure}
    status = 422 if form.errors else 200
    return render(request, "pulse/closing.html", context, status=status)


def _announced(request: HttpRequest, form: ClosingForm) -> bool:
    """Whether the last look was taken and it is said now; refusals stand in the form."""
    if "sure" not in request.POST:
        return False
    by, at = of_user(request.user), timezone.now()
    try:
        actions.announce(by=by, at=at, **form.cleaned_data)
    except actions.NotPossible as refused:
        form.add_error("ends_on", str(refused))
        return False
    messages.success(request, _("Everybody is told, and asked what others may keep of them."))
    return True


@require_POST
@board
@recent
def take_back(request: HttpRequest) -> HttpResponse:
    """It goes on after all."""
    try:
        actions.take_back(closing=_standing(), by=of_user(request.user), at=timezone.now())
    except actions.NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The end is taken back; everybody is told."))
    return _back()


@require_POST
@board
def give(request: HttpRequest) -> HttpResponse:
    """The day has come: the books go out now, not within the hour."""
    if actions.give(closing=_standing(), at=timezone.now()):
        messages.success(request, _("The books go out."))
    return _back()


@require_safe
@board
def successor(request: HttpRequest) -> HttpResponseBase:
    """Who lets a successor write to them, as its importer reads it."""
    rows = queries.for_successor(_standing())
    take_out(
        request, "contacts for a successor", Person.objects.filter(pk__in=rows.values("person"))
    )
    return csv_file("contacts.csv", CONTACTS, contact_cells(rows))


def _standing() -> Closing:
    found = queries.standing()
    if found is None:
        raise Http404
    return found


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("closing"), status=303)
