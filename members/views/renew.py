"""One link that always lets people back in: it shows, then acts on POST."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kit.queries import value
from members import queries
from members.actions import memberships, promises, waivers
from members.forms.renew import LeaveForm, TellForm
from members.forms.waivers import OwnBetweenForm
from members.models import Person
from members.payments import provider
from members.queries.quotes import quote
from members.rules import PAYMENT_DETAILS, money
from members.tokens import TokenExpired, TokenInvalid, read_person_link
from outbox.queries import local_day


@login_not_required
@require_safe
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """The state of one's membership, how to pay, and how to leave."""
    person = whose(request, token)
    if isinstance(person, HttpResponse):
        return person
    return _page(request, person, token)


@login_not_required
@require_POST
def tell(request: HttpRequest, token: str) -> HttpResponse:
    """Say "I have paid": the treasurer is told; the membership changes when the money is there."""
    person = whose(request, token)
    if isinstance(person, HttpResponse):
        return person
    form = TellForm(request.POST)
    if not form.is_valid():
        return _page(request, person, token, tell_form=form, status=422)
    promises.tell(person=person, at=timezone.now(), **form.cleaned_data)
    return _back(token, "told")


@login_not_required
@require_POST
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Resign, with the reason asked once."""
    person = whose(request, token)
    if isinstance(person, HttpResponse):
        return person
    form = LeaveForm(request.POST)
    if not form.is_valid():
        return _page(request, person, token, leave_form=form, status=422)
    try:
        memberships.resign(person=person, by=person, at=timezone.now(), reason=form.reason())
    except memberships.NotAMember:
        return _page(request, person, token, status=409)
    return _back(token, "left")


@login_not_required
@require_POST
def between(request: HttpRequest, token: str) -> HttpResponse:
    """Between jobs: no dues for some months, no proof asked; for the lapsed too."""
    person = whose(request, token)
    if isinstance(person, HttpResponse):
        return person
    form = OwnBetweenForm(request.POST)
    if not form.is_valid():
        return _page(request, person, token, between_form=form, status=422)
    try:
        waivers.between_jobs(person=person, by=person, at=timezone.now(), **form.cleaned_data)
    except memberships.NotPossible as problem:
        form.add_error(None, str(problem))
        return _page(request, person, token, between_form=form, status=409)
    return _back(token, "between")


def whose(request: HttpRequest, token: str) -> Person | HttpResponse:
    """Whom the link is for, or the page that says it no longer works."""
    try:
        person, _about = read_person_link("renew", token, at=timezone.now())
    except TokenExpired:
        return render(request, "members/link_gone.html", {"expired": True}, status=410)
    except TokenInvalid:
        return render(request, "members/link_gone.html", {"expired": False}, status=404)
    if person.deceased_on is not None:
        return render(request, "members/link_gone.html", {"expired": True}, status=410)
    return person


def _page(
    request: HttpRequest, person: Person, token: str, *, status: int = 200, **refused: Any
) -> HttpResponse:
    """The whole page; `refused` are forms to be shown with what was wrong."""
    context = _standing(person) | {
        "token": token,
        "tell_form": TellForm(),
        "leave_form": LeaveForm(),
        "between_form": OwnBetweenForm(),
        "done": request.GET.get("done", ""),
        **refused,
    }
    response = render(request, "members/renew.html", context, status=status)
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _standing(person: Person) -> dict[str, Any]:
    """How the person stands today, what it costs to go on, and how to pay."""
    day = local_day(timezone.now())
    summary = queries.summary(person, day)
    asked = queries.plan_asked_for(person)
    plan = asked or (summary["last"].plan if summary["last"] else None)
    dues = money(plan.dues_cents, plan.currency) if plan and plan.dues_cents else ""
    own: dict[str, Any] = {
        "plan": plan,
        "asked": asked,
        "dues": dues,
        "quote": quote(person, plan, day),
    }
    own["card"] = bool(provider() and own["quote"] and own["quote"].missing_cents)
    return {"person": person, **own, "details": value(PAYMENT_DETAILS), **summary}


def _back(token: str, done: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('renew', args=[token])}?done={done}", status=303)
