"""The pages nobody wants to see: what happened, and what to do next."""

import sys
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400. The host itself may be what is wrong, so nothing here asks for it or for a log-in."""
    return HttpResponse(render_to_string("400.html"), status=400)


@login_not_required
def no_right(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 for somebody whose log-in is not enough."""
    return _page(request, 403)


@login_not_required
def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is no such page, or none for this reader."""
    return _page(request, 404)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that is too old or came from elsewhere."""
    return _page(request, 403, stale_form=True)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 with Retry-After where the database does not answer. Needs no database."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        body = render_to_string("503.html")
        return HttpResponse(body, status=503, headers={"Retry-After": "10"})
    return HttpResponse(render_to_string("500.html"), status=500)


def _page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    context["back_url"] = came_from(request)
    return render(request, f"{status}.html", context, status=status)


def came_from(request: HttpRequest) -> str:
    """Path and query of the other page of ours that led here, "" where there was none."""
    try:
        scheme, host, path, query, _fragment = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    back = urlunsplit(("", "", path, query, ""))
    foreign = not scheme or host != request.META.get("HTTP_HOST") or path == request.path
    return "" if foreign or not url_has_allowed_host_and_scheme(back, allowed_hosts=None) else back
