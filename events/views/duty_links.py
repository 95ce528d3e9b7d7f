"""Jobs answered from a mail: shown on GET, done on POST, without log-in."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.actions import duties
from events.actions.duties import DutyRefused
from events.models import DutyAsk, DutySignup
from events.queries.duties import card
from events.queries.stepping_in import ask_of, signup_of
from events.views.rsvp import SeeOther
from members.models import Person
from members.tokens import TokenExpired, TokenInvalid, read_person_link


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, token: str) -> HttpResponse:
    """One's own job: `answer=yes` confirms it, `answer=no` says that one cannot make it."""

    def act(signup: DutySignup, yes: bool, person: Person, at: datetime) -> None:
        (duties.confirm if yes else duties.leave)(signup=signup, by=person, at=at)

    return _link(request, ("duty", token), signup_of, act)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step_in(request: HttpRequest, token: str) -> HttpResponse:
    """A request to step in: `answer=yes` takes the job, `answer=no` lets the next be asked."""

    def act(ask: DutyAsk, yes: bool, person: Person, at: datetime) -> None:
        duties.step_in(ask=ask, yes=yes, by=person, at=at)

    return _link(request, ("step-in", token), ask_of, act)


def _link(
    request: HttpRequest, link: tuple[str, str], find: Callable, act: Callable
) -> HttpResponse:
    """Show what the link is about; on a POST with a yes or no act, and say what was refused."""
    at, note = timezone.now(), ""
    try:
        person, about = read_person_link(*link, at=at)
    except TokenInvalid as error:
        return _useless(request, expired=isinstance(error, TokenExpired))
    row = find(about)
    if row is None or row.person_id != person.pk:
        return _useless(request, expired=False)
    try:
        if request.POST.get("answer") in ("yes", "no"):
            act(row, request.POST["answer"] == "yes", person, at)
            return SeeOther(request.path)
    except DutyRefused as refused:
        note = str(refused)
    return _show(request, row, note)


def _show(request: HttpRequest, row: DutyAsk | DutySignup, note: str) -> HttpResponse:
    ask = row if isinstance(row, DutyAsk) else None
    duty = (row.signup if isinstance(row, DutyAsk) else row).duty
    context = {
        "row": row, "ask": ask, "person": row.person, "duty": duty, "note": note,
        "card": card(duty, row.person, timezone.now()),
    }  # fmt: skip
    return render(request, "events/duty_link.html", context, status=409 if note else 200)


def _useless(request: HttpRequest, *, expired: bool) -> HttpResponse:
    context = {"meeting": None, "expired": expired}
    return render(request, "events/link_useless.html", context, status=410 if expired else 404)
