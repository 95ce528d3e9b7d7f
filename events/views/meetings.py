"""The list of meetings and the page of one."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Upcoming meetings."""
    raise NotImplementedError


@login_not_required
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting."""
    raise NotImplementedError
