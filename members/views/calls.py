"""The people of today, and those whom letters do not reach."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members.actions import calls as actions
from members.models import CallNote, Email, Person
from members.queries import calls, of_user
from outbox.queries import local_day

may_see = permission_required("members.change_email", raise_exception=True)
PER_PAGE = 25
BOUNCED = CallNote.Reason.BOUNCED


@may_see
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """At most ten people, why, and one tap: done, later, or mine."""
    lines = calls.today_list(local_day(timezone.now()))
    return render(request, "members/today.html", {"lines": lines, "me": of_user(request.user)})


@may_see
@require_safe
def call_list(request: HttpRequest) -> HttpResponse:
    """People whose letters come back: phone, the dead address, and what to do."""
    text = request.GET.get("q", "")[:100].strip()
    found = calls.unreachable(local_day(timezone.now()), text)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "members/call_list.html", {"page": page, "q": text})


@may_see
@require_POST
def settle(request: HttpRequest, uid: uuid.UUID, reason: str) -> HttpResponse:
    """Done, later, or I look after it: `do` says which."""
    person, me, at = _person(uid, reason), of_user(request.user), timezone.now()
    act, words = request.POST.get("do", ""), _("{name} is off the list for now.")
    if act == "mine" and me is not None:
        actions.hand_over(person=person, reason=reason, owner=me, by=me, at=at)
        words = _("You look after {name}.")
    elif act in actions.AGAIN:
        actions.settle(person=person, reason=reason, outcome=act, by=me, at=at)
    else:
        raise Http404
    undo = reverse("call-reopen", args=[uid, reason])
    return _back(request, words.format(name=person.name), undo=undo)


@may_see
@require_POST
def reopen(request: HttpRequest, uid: uuid.UUID, reason: str) -> HttpResponse:
    """Undo."""
    person = _person(uid, reason)
    actions.reopen(person=person, reason=reason)
    return _back(request, _("{name} is on the list again.").format(name=person.name))


@may_see
@require_POST
def works(request: HttpRequest, pk: int) -> HttpResponse:
    """The address is fine: letters go there again."""
    email = get_object_or_404(Email, pk=pk)
    actions.address_works(email=email, by=of_user(request.user), at=timezone.now())
    words = _("Letters go to {address} again.").format(address=email.address)
    messages.success(request, words)
    return HttpResponseRedirect(reverse("call-list"), status=303)


def _person(uid: uuid.UUID, reason: str) -> Person:
    if reason not in CallNote.Reason.values:
        raise Http404
    return get_object_or_404(Person, uid=uid, merged_into=None)


def _back(request: HttpRequest, words: str, *, undo: Any = "") -> HttpResponse:
    """To the list the tap was made on."""
    messages.success(request, words, extra_tags=f"undo:{undo}" if undo else "")
    name = "call-list" if request.POST.get("from") == "calls" else "today"
    return HttpResponseRedirect(reverse(name), status=303)
