"""What the pages of the programme chairs have in common."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from events.actions.refusals import Refused
from events.queries.meetings import MANAGE
from events.rules.recurrence import RuleInvalid
from events.views.rsvp import SeeOther
from members.models import Person
from members.queries import of_user


def for_chairs(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 for everybody who may not manage meetings."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(MANAGE):
            raise Http404
        return view(request, *args, **kwargs)

    return checked


def done(
    request: HttpRequest, act: Callable[[Person | None, datetime], object], url: str, words: str,
    undo: str = "",
) -> HttpResponse:  # fmt: skip
    """Do it and go to `url`, saying so; a refusal is said there, too."""
    try:
        act(of_user(request.user), timezone.now())
    except (Refused, RuleInvalid) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words, extra_tags=f"undo:{undo}" if undo else "")
    return SeeOther(url)


def form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page with a form: 422 where what was posted has mistakes."""
    return render(request, template, context, status=422 if request.method == "POST" else 200)
