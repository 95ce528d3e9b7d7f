"""What every request passes: clean input in, careful headers out."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseForbidden,
)
from django.template.loader import render_to_string

Handler = Callable[[HttpRequest], HttpResponse]
FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}


class SafeInputMiddleware:
    """Answer 400 where path, query or form holds a NUL byte: PostgreSQL text cannot hold it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.is_unsafe(request):
            return HttpResponseBadRequest(render_to_string("400.html"))
        return self.get_response(request)

    @staticmethod
    def is_unsafe(request: HttpRequest) -> bool:
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path or "\x00" in query or "%00" in query:
            return True
        if request.method == "POST" and request.content_type in FORM_TYPES:
            return any("\x00" in value for _, values in request.POST.lists() for value in values)
        return False


class DemoStaysHomeMiddleware:
    """In the demo everybody may be president: answer this machine only, however it is bound."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.DEMO and not self.is_home(request):
            words = "This is a demonstration. It answers only on the machine it runs on.\n"
            return HttpResponseForbidden(words, content_type="text/plain")
        return self.get_response(request)

    @staticmethod
    def is_home(request: HttpRequest) -> bool:
        """Whether the caller, and whoever a proxy names as the caller, is this machine."""
        named = request.headers.get("X-Forwarded-For", "").split(",")
        callers = [request.META.get("REMOTE_ADDR", ""), *filter(None, map(str.strip, named))]
        return all(map(_is_loopback, callers))


def _is_loopback(text: str) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


class PrivacyHeadersMiddleware:
    """No copy of a signed-in page in any cache; no device features; no embedding elsewhere."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
        if "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store" if signed_in else "no-cache"
        response.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
