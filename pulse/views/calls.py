"""Who should be called this week, why, and what came of it."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members.queries import of_user
from outbox.queries import local_day
from pulse.actions import followups
from pulse.models import FollowUp
from pulse.queries.calls import BOXES, calls, who_might_call, with_sentences

PER_PAGE = 20
LATER = timedelta(days=14)
caller = permission_required("pulse.see_pulse", raise_exception=True)


@require_safe
@caller
def listing(request: HttpRequest) -> HttpResponse:
    """The calls of one box: open, mine, put off, done."""
    box = request.GET.get("box", "open")
    box = box if box in BOXES else "open"
    me, day = of_user(request.user), local_day(timezone.now())
    page = Paginator(calls(box, me), PER_PAGE).get_page(request.GET.get("page"))
    friends = who_might_call(page, timezone.now())
    rows = [(*row, friends.get(row[0].person_id)) for row in with_sentences(page, day)]
    context = {"page": page, "rows": rows, "box": box, "boxes": BOXES, "me": me}
    return render(request, "pulse/calls.html", context)


@require_POST
@caller
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody called; the outcome in a few words."""
    call, at = get_object_or_404(FollowUp, pk=pk), timezone.now()
    outcome = request.POST.get("outcome", "")[:300]
    if followups.done(call=call, outcome=outcome, by=of_user(request.user), at=at):
        undo = reverse("pulse-call-reopen", args=[call.pk])
        messages.success(request, _("Noted."), extra_tags=f"undo:{undo}")
    return _back()


@require_POST
@caller
def snooze(request: HttpRequest, pk: int) -> HttpResponse:
    """Not for two weeks."""
    call = get_object_or_404(FollowUp, pk=pk)
    if followups.snooze(call=call, until=local_day(timezone.now()) + LATER):
        messages.success(request, _("It comes back in two weeks."))
    return _back()


@require_POST
@caller
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """I call."""
    call = get_object_or_404(FollowUp, pk=pk)
    if followups.hand_over(call=call, owner=of_user(request.user)):
        messages.success(request, _("It is yours now."))
    return _back()


@require_POST
@caller
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody who knows them is asked to call: only who is proposed, and now."""
    call, at = get_object_or_404(FollowUp.objects.select_related("person"), pk=pk), timezone.now()
    friend = who_might_call([call], at).get(call.person_id)
    if friend and followups.ask_to_call(call=call, friend=friend, at=at):
        messages.success(request, _("%(name)s is asked to call.") % {"name": friend.name})
    return _back()


@require_POST
@caller
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """It was not done after all."""
    call = get_object_or_404(FollowUp, pk=pk)
    if followups.reopen(call=call):
        messages.success(request, _("It is open again."))
    return _back()


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("pulse-calls"), status=303)
