"""Openings: the list, one, a new one; and introductions asked for and answered."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.models import Person
from members.queries import address_for, of_user
from network.actions import openings as actions
from network.actions.notes import NotPossible
from network.forms import OpeningForm
from network.models import Introduction, Opening
from network.queries import openings as queries
from network.views.gate import telling
from outbox.queries import local_day

PER_PAGE = 20


def members_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the member as `viewer`; not found for anybody else."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        viewer = of_user(request.user)
        if not queries.is_member(viewer, local_day(timezone.now())):
            raise Http404
        return view(request, *args, viewer=viewer, **kwargs)

    return guarded


@require_safe
@members_only
def listing(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Openings that stand, newest first, found by any words."""
    text = request.GET.get("q", "")[:100].strip()
    rows = queries.standing(local_day(timezone.now()), text)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "network/openings.html", {"page": page, "q": text})


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def new(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Tell members of a job."""
    form = OpeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.post(poster=viewer, at=timezone.now(), **form.cleaned_data)
        except NotPossible as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Thank you. Members can read it now."))
            return _to(row)
    status = 422 if form.errors else 200
    return render(request, "network/opening_new.html", {"form": form}, status=status)


@require_safe
@members_only
def page(request: HttpRequest, uid: uuid.UUID, viewer: Person) -> HttpResponse:
    """One opening, and who can introduce."""
    day = local_day(timezone.now())
    row = queries.get_opening(uid, viewer, day)
    people, asked = queries.introducers(row, day), queries.own_asks(row, viewer)
    context = {
        "opening": row, "viewer": viewer, "introduces": viewer in people,
        "others": [(one, asked.get(one.pk)) for one in people if one != viewer],
        "over": row.closed_at is not None or row.ends_on < day,
    }  # fmt: skip
    return render(request, "network/opening.html", context)


@require_POST
@members_only
def close(request: HttpRequest, uid: uuid.UUID, viewer: Person) -> HttpResponse:
    """Its writer takes it down."""
    row = get_object_or_404(Opening, uid=uid, poster=viewer)
    actions.close(opening=row, at=timezone.now())
    messages.success(request, _("Taken down."))
    return HttpResponseRedirect(reverse("openings"), status=303)


@require_POST
@members_only
def know(request: HttpRequest, uid: uuid.UUID, viewer: Person) -> HttpResponse:
    """ "I can introduce you" (`know=1`), or no longer (`know=0`)."""
    at = timezone.now()
    row = queries.get_opening(uid, viewer, local_day(at))
    knows = request.POST.get("know") == "1"
    actions.offer(opening=row, person=viewer, knows=knows, at=at)
    messages.success(request, _("Noted.") if knows else _("Taken back."))
    return _to(row)


@require_POST
@members_only
def ask(request: HttpRequest, uid: uuid.UUID, viewer: Person) -> HttpResponse:
    """ "Please introduce me", to one of those who offered it."""
    at = timezone.now()
    row, day = queries.get_opening(uid, viewer, local_day(at)), local_day(at)
    named = request.POST.get("introducer", "")
    person = next((one for one in queries.introducers(row, day) if str(one.uid) == named), None)
    if person is None:
        raise Http404
    with telling(request, _("Asked. You both see an address once they say yes.")):
        words = request.POST.get("words", "")
        actions.ask(opening=row, seeker=viewer, introducer=person, words=words, at=at)
    return _to(row)


@require_safe
@members_only
def introductions(request: HttpRequest, viewer: Person) -> HttpResponse:
    """What I am asked, and what I asked; the address of the other where both said yes."""
    rows = queries.introductions_of(viewer)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    cards = []
    for row in page:
        asked = row.introducer_id == viewer.pk
        other = row.seeker if asked else row.introducer
        agreed = row.state == Introduction.State.AGREED
        cards.append((row, other, asked, address_for(other) if agreed else ""))
    return render(request, "network/introductions.html", {"page": page, "cards": cards})


@require_POST
@members_only
def answer(request: HttpRequest, uid: uuid.UUID, viewer: Person) -> HttpResponse:
    """Yes (`agrees=1`) or no."""
    row, agrees = queries.get_introduction(uid, introducer=viewer), request.POST.get("agrees")
    with telling(request, _("Noted.")):
        actions.answer(introduction=row, agrees=agrees == "1", at=timezone.now())
    return HttpResponseRedirect(reverse("introductions"), status=303)


@require_POST
@members_only
def withdraw(request: HttpRequest, uid: uuid.UUID, viewer: Person) -> HttpResponse:
    """The seeker takes the question back."""
    row = queries.get_introduction(uid, seeker=viewer)
    with telling(request, _("Taken back.")):
        actions.withdraw(introduction=row, at=timezone.now())
    return HttpResponseRedirect(reverse("introductions"), status=303)


def _to(row: Opening) -> HttpResponse:
    return HttpResponseRedirect(reverse("opening", args=[row.uid]), status=303)
