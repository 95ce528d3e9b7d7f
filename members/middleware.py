"""Who acts, written to history with every change; and the language a person has chosen."""

import pghistory
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from kit.middleware import Handler
from kit.text import without_tokens
from members.queries import language_of, of_user

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
# Answers without words; their reader is not asked for.
WORDLESS = {"healthz", "metrics", "worker", "mail-bounces"}


class ActingPersonMiddleware:
    """Puts `by` (the person's uid, or the log-in's id) and `via` (the path) into history."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE:
            return self.get_response(request)
        user = request.user
        by = f"user:{user.pk}" if user.is_authenticated else "anonymous"
        with pghistory.context(by=by, via=without_tokens(request.path)):
            return self.get_response(request)


class PersonLanguageMiddleware:
    """A person's own choice of language wins over cookie and browser.

    Whoever carries no session is not looked up: their language is LocaleMiddleware's.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> None:
        """Switch the language; the person came with the log-in, so no query is added."""
        match = request.resolver_match
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not match:
            return
        if match.url_name in WORDLESS:
            return
        chosen = language_of(of_user(request.user))
        if chosen:
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
            request.has_own_language = True  # type: ignore[attr-defined]
