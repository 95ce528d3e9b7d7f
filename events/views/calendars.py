"""Calendars: one meeting, and the public feed."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting as a calendar."""
    raise NotImplementedError


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """All public meetings as a calendar."""
    raise NotImplementedError
