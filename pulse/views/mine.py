"""Whom one was asked to call: for any member, without the board's reasons."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members.queries import of_user
from pulse.actions import followups
from pulse.queries.calls import get_own_call, of_friend

PER_PAGE = 20


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The calls that are mine to make."""
    person = of_user(request.user)
    if person is None:
        raise Http404
    page = Paginator(of_friend(person), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "pulse/mine.html", {"page": page})


@require_POST
def called(request: HttpRequest, pk: int) -> HttpResponse:
    """I called, and this came of it."""
    call, at = get_own_call(pk, request.user), timezone.now()
    outcome = request.POST.get("outcome", "")[:300]
    followups.done(call=call, outcome=outcome, by=of_user(request.user), at=at)
    messages.success(request, _("Thank you. The board sees what you wrote."))
    return HttpResponseRedirect(reverse("pulse-mine"), status=303)


@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else should call."""
    followups.hand_over(call=get_own_call(pk, request.user), owner=None)
    messages.success(request, _("Somebody else will call."))
    return HttpResponseRedirect(reverse("pulse-mine"), status=303)
