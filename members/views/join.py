"""Joining: a form for strangers, then a mailed link that proves the address."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.limits import limited, within
from kit.queries import value
from kit.text import canonical_email
from members import queries
from members.actions import applications
from members.actions.memberships import NotPossible
from members.forms.joining import JoinForm
from members.models import Application
from members.queries.applications import has_begun
from members.rules.joining import CONSENT
from members.tokens import TokenExpired, TokenInvalid, person_link, read_application_link

HOUR, DAY = 3600, 86400
PAY_DAYS = 2


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("join", limit=20, seconds=HOUR)
def join(request: HttpRequest) -> HttpResponse:
    """Ask to become a member; whatever the address, the answer is the same page."""
    form = JoinForm(request.POST or None, consent=consent(), initial=_known(request))
    if request.method != "POST":
        return render(request, "members/join.html", {"form": form})
    if not form.is_bound or (not form.is_valid() and not form.is_robot):
        return render(request, "members/join.html", {"form": form}, status=422)
    if not form.is_robot and _may_write(form.cleaned_data["email"]):
        applications.ask(at=timezone.now(), language=get_language() or "", **form.typed())
    return HttpResponseRedirect(reverse("join-sent"), status=303)


@login_not_required
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Look into your mail."""
    return render(request, "members/join_sent.html")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """What was typed, and one button; afterwards how the application stands."""
    row = _application(request, token)
    if isinstance(row, HttpResponse):
        return row
    if request.method != "POST":
        return _show(request, row, token)
    try:
        applications.prove(application=row, at=timezone.now())
    except NotPossible as problem:
        return _show(request, row, token, problem=str(problem))
    return HttpResponseRedirect(request.path, status=303)


@login_not_required
@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """The applicant thinks again."""
    row = _application(request, token)
    if isinstance(row, HttpResponse):
        return row
    try:
        applications.withdraw(application=row, by=row.person, at=timezone.now())
    except NotPossible as problem:
        return _show(request, row, token, problem=str(problem))
    return HttpResponseRedirect(reverse("join-link", args=[token]), status=303)


def consent() -> str:
    """The words an applicant agrees to: the board's own, else ours."""
    return value(CONSENT) or _(
        "We keep what you typed here to decide about your application and to run your membership,"
        " and we give it to nobody else. You can see, correct and delete it at any time."
    )


def _known(request: HttpRequest) -> dict[str, Any]:
    """A guest who has signed in types less."""
    person = queries.of_user(request.user)
    if person is None:
        return {}
    return {
        "name": person.name,
        "email": queries.address_for(person),
        "phone": person.phone,
        "employer": person.employer,
        "city": person.city,
    }


def _may_write(address: str) -> bool:
    """So many letters a day to one address, whoever asks for them."""
    return within("join-to", canonical_email(address), limit=3, seconds=DAY)


def _application(request: HttpRequest, token: str) -> Application | HttpResponse:
    try:
        return read_application_link(token, at=timezone.now())
    except TokenInvalid as error:
        expired = isinstance(error, TokenExpired)
        status = 410 if expired else 404
        return render(request, "members/join_gone.html", {"expired": expired}, status=status)


def _show(request: HttpRequest, row: Application, token: str, *, problem: str = "") -> HttpResponse:
    context: dict[str, Any] = {"row": row, "token": token, "problem": problem}
    if row.person is not None and row.state == Application.State.APPROVED:
        context["begun"] = has_begun(row)
        pay = person_link("renew", row.person, at=timezone.now(), days=PAY_DAYS)
        context["pay_url"] = reverse("renew", args=[pay])
    response = render(request, "members/join_link.html", context, status=409 if problem else 200)
    response["Referrer-Policy"] = "same-origin"
    return response
