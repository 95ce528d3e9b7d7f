"""Applications as an officer sees them: who waits, and yes or no in one tap."""

import uuid
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

from members import queries
from members.actions import applications as actions
from members.actions.memberships import NotPossible
from members.forms.joining import DeclineForm, WaiveForm
from members.models import Application
from members.queries.applications import listed

PER_PAGE = 20
may_see = permission_required("members.view_application", raise_exception=True)
may_decide = permission_required("members.change_application", raise_exception=True)
may_waive = permission_required("members.add_membership", raise_exception=True)


@may_see
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """Who waits, the longest first; `?closed=1` shows what is over."""
    text = request.GET.get("q", "")[:100].strip()
    closed = request.GET.get("closed") == "1"
    pages = Paginator(listed(text, closed=closed), PER_PAGE)
    context = {"page": pages.get_page(request.GET.get("page")), "q": text, "closed": closed}
    return render(request, "members/applications.html", context)


@may_decide
@require_POST
def approve(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Yes."""
    words = _("{name} is approved. The letter leaves in ten minutes.")
    return _act(request, uid, actions.approve, words, undo="application-reopen")


@may_decide
@require_POST
def decline(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """No, with the reason of the form."""
    form = DeclineForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    words = _("{name} is declined. The letter leaves in ten minutes.")
    return _act(request, uid, actions.decline, words, undo="application-reopen", reason=reason)


@may_decide
@require_POST
def reopen(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Undo the decision while its letter waits."""
    return _act(request, uid, actions.reopen, _("Undone: {name} waits for a decision."))


@may_decide
@require_POST
def withdraw(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """They told us they do not want to after all, or never paid."""
    return _act(request, uid, actions.withdraw, _("The application of {name} is closed."))


@may_waive
@require_POST
def waive(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Begin the membership without dues; a reason is needed."""
    form = WaiveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please write why nothing is to be paid."))
        return _back()
    words = _("The membership of {name} has begun, without dues.")
    return _act(request, uid, actions.waive, words, reason=form.cleaned_data["reason"])


def _act(
    request: HttpRequest, uid: uuid.UUID, action: Callable[..., Any], words: str, *,
    undo: str = "", **more: str,
) -> HttpResponse:  # fmt: skip
    """One action on one application, its sentence, and back to the list."""
    row = get_object_or_404(Application, uid=uid, proven_at__isnull=False)
    by = queries.of_user(request.user)
    try:
        action(application=row, by=by, at=timezone.now(), **more)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        tags = f"undo:{reverse(undo, args=[uid])}" if undo and not _is_final(row, action) else ""
        messages.success(request, words.format(name=row.name), extra_tags=tags)
    return _back()


def _is_final(row: Application, action: Callable[..., Any]) -> bool:
    """Whether the membership has begun with the yes, as nothing is to be paid."""
    return action is actions.approve and not row.plan.dues_cents


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("applications"), status=303)
