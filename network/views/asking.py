"""The one person somebody is to ask, and what came of it; and one's own "never ask me"."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.queries import of_user
from network.actions import asks as actions
from network.actions.asks import AskRefused
from network.forms import AnswerForm
from network.models import Ask
from network.queries import asks as queries
from network.views.gate import telling


@require_safe
def page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Whom I am asked to ask, for what, and the next button."""
    context = {"ask": queries.get_own(uid, request.user), "form": AnswerForm()}
    return render(request, "network/ask.html", context)


@require_POST
def accept(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """ "I will ask"."""
    return _do(request, uid, actions.accept, _("Thank you. Ask when it suits you both."))


@require_POST
def pass_on(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """ "Rather somebody else"."""
    words = _("That is fine. The officer finds somebody else to ask.")
    return _do(request, uid, actions.pass_on, words)


@require_POST
def tell_asked(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """ "I have asked"."""
    return _do(request, uid, actions.tell_asked, _("Noted. Tell the answer when you have it."))


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Yes, no or later."""
    ask, form = queries.get_own(uid, request.user), AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            by = of_user(request.user)
            actions.answer(ask=ask, by=by, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Noted. Thank you for asking."))
            return HttpResponseRedirect(reverse("home"), status=303)
        except AskRefused as refused:
            form.add_error(None, str(refused))
    status = 422 if request.method == "POST" else 200
    return render(request, "network/ask.html", {"ask": ask, "form": form}, status=status)


@require_POST
def never(request: HttpRequest) -> HttpResponse:
    """ "Never ask me" (`never=1`), or one may be asked again (`never=0`)."""
    person, at = of_user(request.user), timezone.now()
    if person is not None and request.POST.get("never") == "1":
        actions.never_ask(person=person, by=person, at=at)
        messages.success(request, _("Nobody is pointed to you any more."))
    elif person is not None:
        actions.ask_again(person=person, by=person, at=at)
        messages.success(request, _("You may be asked again."))
    return HttpResponseRedirect(reverse("me"), status=303)


def _do(request: HttpRequest, uid: uuid.UUID, act: Callable[..., Ask], words: str) -> HttpResponse:
    ask, url = queries.get_own(uid, request.user), reverse("home")
    with telling(request, words):
        row = act(ask=ask, by=of_user(request.user), at=timezone.now())
        if row.state in Ask.OPEN:
            url = reverse("ask", args=[uid])
    return HttpResponseRedirect(url, status=303)
