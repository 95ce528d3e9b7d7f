"""What our middleware puts on a request, for the types' sake; who asks from elsewhere."""

import hmac

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    """A request that has passed django-htmx's middleware; true where htmx asks for a part."""

    htmx: HtmxDetails


def bears(request: HttpRequest, secret: str) -> bool:
    """Whether the request carries `Authorization: Bearer <secret>`; compared in constant time."""
    given = request.headers.get("Authorization", "")
    return bool(secret) and hmac.compare_digest(given.encode(), f"Bearer {secret}".encode())


def is_from_here(request: HttpRequest) -> bool:
    """Whether it comes from this machine itself, not through a proxy that runs on it."""
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded"))
    return request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"} and not forwarded
