"""Elections as members see them, and the steps of whoever runs one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.queries import of_user
from members.recent import must_be_recent
from outbox.queries import local_day
from roles.actions import elections as actions
from roles.actions.errors import ElectionRefused
from roles.forms.elections import BeginForm, OpenForm, ProlongForm, StopForm
from roles.models import Election
from roles.queries import elections as queries
from roles.queries.rights import may_appoint

PER_PAGE, SLIPS = 20, 100
FORM = ["GET", "HEAD", "POST"]


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All elections, the newest first."""
    if not queries.may_look(request.user, local_day(timezone.now())):
        raise Http404
    page = Paginator(queries.listed(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_run": request.user.has_perm(queries.RUN)}
    return render(request, "roles/elections.html", context)


@require_safe
def page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who stands for what, the turnout, the result, and what may be done."""
    return show(request, get(request, uid))


@require_safe
def recount(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The ballots counted once more, and the receipts of all of them."""
    election = get(request, uid)
    if election.state != Election.State.CLOSED:
        raise Http404
    begins = request.GET.get("q", "").strip().lower()[:36]
    slips = Paginator(queries.receipts(election, begins), SLIPS)
    context = {
        "election": election, "agrees": queries.agrees(election), "q": begins,
        "page": slips.get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, "roles/election_recount.html", context)


@require_http_methods(FORM)
@permission_required(queries.RUN, raise_exception=True)
def begin(request: HttpRequest) -> HttpResponse:
    """A new election; `?seat=` has one seat crossed already."""
    at = timezone.now()
    form = BeginForm(request.POST or None, today=local_day(at), seat=request.GET.get("seat", ""))

    def act() -> Election:
        return actions.begin(by=of_user(request.user), at=at, **form.cleaned_data)

    return ask(request, form, act, _("Begin an election"))


@require_http_methods(FORM)
def prolong(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Nominations run longer."""
    election, at = get(request, uid, running=True), timezone.now()
    form = ProlongForm(request.POST or None, initial={"until": election.nominations_until})

    def act() -> Election:
        by = of_user(request.user)
        return actions.prolong(election=election, by=by, at=at, **form.cleaned_data)

    return ask(request, form, act, _("Let nominations run longer"), election)


@require_http_methods(FORM)
def stop(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Called off, with a reason."""
    election, at = get(request, uid, running=True), timezone.now()
    form = StopForm(request.POST or None)

    def act() -> Election:
        by = of_user(request.user)
        return actions.stop(election=election, by=by, at=at, **form.cleaned_data)

    return ask(request, form, act, _("Call the election off"), election)


@require_http_methods(FORM)
def open_ballot(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who may vote is written down, and the ballot opens."""
    election, at = get(request, uid, running=True), timezone.now()
    form = OpenForm(request.POST or None, today=local_day(at))

    def act() -> Election:
        by = of_user(request.user)
        return actions.open_ballot(election=election, by=by, at=at, **form.cleaned_data)

    return ask(request, form, act, _("Open the ballot"), election)


@require_POST
def slate(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Nominations are over."""
    return _step(request, get(request, uid, running=True), actions.publish_slate)


@require_POST
def close(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The ballot is counted."""
    return _step(request, get(request, uid, running=True), actions.close)


@require_POST
def appoint(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Everybody elected gets the term."""
    election = get(request, uid, running=True)
    found = queries.contests(election)
    if not all(may_appoint(request.user, row.role) for row in found):
        raise Http404
    must_be_recent(request)
    return _step(request, election, actions.appoint, _("The terms are made."))


def get(request: HttpRequest, uid: UUID, *, running: bool = False) -> Election:
    """The gateway, today."""
    today = local_day(timezone.now())
    return queries.get_election(uid, request.user, today, running=running)


def show(request: HttpRequest, election: Election, note: str = "") -> HttpResponse:
    """The page of an election, with why something was refused."""
    at = timezone.now()
    context = {
        "view": queries.election_view(election, request.user, local_day(at)),
        "election": election,
        "viewer": of_user(request.user),
        "is_over": election.closes_at is not None and election.closes_at <= at,
        "note": note,
    }
    return render(request, "roles/election.html", context, status=409 if note else 200)


def ask(
    request: HttpRequest, form: forms.Form, act: Callable[[], Any], title: str,
    election: Election | None = None,
) -> HttpResponse:  # fmt: skip
    """A form, or what `act` makes of it: then the election's page."""
    if request.method == "POST" and form.is_valid():
        try:
            made = act()
            return HttpResponseRedirect((election or made).get_absolute_url())
        except ElectionRefused as refused:
            form.add_error(None, str(refused))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "title": title, "election": election}
    return render(request, "roles/election_form.html", context, status=status)


def _step(
    request: HttpRequest, election: Election, act: Callable[..., Any], words: str = ""
) -> HttpResponse:
    try:
        act(election=election, by=of_user(request.user), at=timezone.now())
    except ElectionRefused as refused:
        election.refresh_from_db()
        return show(request, election, str(refused))
    if words:
        messages.success(request, words)
    return HttpResponseRedirect(election.get_absolute_url())
