"""The pages nobody wants to see."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 with Retry-After where the database does not answer. Needs no database."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        body = render_to_string("503.html")
        return HttpResponse(body, status=503, headers={"Retry-After": "10"})
    return HttpResponse(render_to_string("500.html"), status=500)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that is too old or came from elsewhere."""
    return render(request, "403.html", {"stale_form": True}, status=403)
