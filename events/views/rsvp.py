"""The answer to a meeting, as a plain form or through htmx."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST


@login_not_required
@require_POST
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Record an answer."""
    raise NotImplementedError
