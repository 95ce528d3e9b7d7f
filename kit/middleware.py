"""What every request passes: clean input in, careful headers out."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
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
