"""Who acts: every change of a request is written to history with the acting person."""

import pghistory
from django.http import HttpRequest, HttpResponse

from kit.middleware import Handler

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}


class ActingPersonMiddleware:
    """Puts `by` (the person's uid, or the log-in's id) and `via` (the path) into history."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE:
            return self.get_response(request)
        user = request.user
        by = f"user:{user.pk}" if user.is_authenticated else "anonymous"
        with pghistory.context(by=by, via=request.path):
            return self.get_response(request)
