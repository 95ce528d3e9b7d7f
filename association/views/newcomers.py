"""The newcomers' board: four promises each, one tap a promise; and how guests come to belong."""

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
from django.views.decorators.http import require_POST, require_safe

from association.actions import newcomers as actions
from association.queries import newcomers as queries
from members.actions import welcome
from members.models import Person, WelcomePromise
from members.queries import of_user
from members.queries import welcome as people
from outbox.queries import local_day

may_see = permission_required("members.view_person", raise_exception=True)


@may_see
@require_safe
def newcomers(request: HttpRequest) -> HttpResponse:
    """Who is new, what they were promised, by whom and by when."""
    today = local_day(timezone.now())
    pages = Paginator(people.newcomers(today), queries.PER_PAGE)
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "today": today,
        "owners": queries.seat_holders(today),
        "me": of_user(request.user),
    }
    return render(request, "association/newcomers.html", context)


@may_see
@require_safe
def guests(request: HttpRequest) -> HttpResponse:
    """From the first visit to belonging, with who brought them; `?stage=` shows one step whole."""
    stage = request.GET.get("stage", "")
    steps = queries.pipeline(local_day(timezone.now()), stage=stage, page=request.GET.get("page"))
    context = {"stages": steps, "stage": stage if stage in queries.STAGES else ""}
    return render(request, "association/guests.html", context)


@may_see
@require_POST
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """The promise is kept."""
    return _settle(request, pk, welcome.done, _("Kept: {what} for {name}."))


@may_see
@require_POST
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    """The promise is not needed."""
    return _settle(request, pk, welcome.waive, _("Not needed: {what} for {name}."))


@may_see
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo."""
    promise = _promise(pk)
    welcome.reopen(promise=promise, by=of_user(request.user), at=timezone.now())
    return _back(request, _words(_("Open again: {what} for {name}."), promise))


@may_see
@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody who holds a seat looks after it from now on, and gets a letter."""
    promise, at, before = _promise(pk), timezone.now(), request.POST.get("owner", "")
    chosen = [one for one in _takers(request) if str(one.pk) == before]
    if not chosen:
        messages.error(request, _("Choose who looks after it."))
        return HttpResponseRedirect(reverse("newcomers"), status=303)
    actions.hand_over(promise=promise, owner=chosen[0], by=of_user(request.user), at=at)
    words = _("{owner} looks after {what} for {name}.").replace("{owner}", chosen[0].name)
    return _back(request, _words(words, promise))


def _takers(request: HttpRequest) -> list[Person]:
    me = of_user(request.user)
    return [*queries.seat_holders(local_day(timezone.now())), *([me] if me else [])]


def _settle(request: HttpRequest, pk: int, act: Callable[..., Any], words: str) -> HttpResponse:
    promise = _promise(pk)
    act(promise=promise, by=of_user(request.user), at=timezone.now())
    return _back(request, _words(words, promise), undo=reverse("newcomer-reopen", args=[pk]))


def _promise(pk: int) -> WelcomePromise:
    return get_object_or_404(WelcomePromise.objects.select_related("person"), pk=pk)


def _words(words: str, promise: WelcomePromise) -> str:
    return words.format(what=promise.get_kind_display(), name=promise.person.name)


def _back(request: HttpRequest, words: str, *, undo: str = "") -> HttpResponse:
    messages.success(request, words, extra_tags=f"undo:{undo}" if undo else "")
    return HttpResponseRedirect(reverse("newcomers"), status=303)
