"""What our middleware puts on a request, for the types' sake; who bears a secret."""

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
