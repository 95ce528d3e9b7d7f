"""Who acts, written to history with every change; the language a person has chosen; and a second
factor before the admin."""

import pghistory
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

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


class AdminSecondFactorMiddleware:
    """Who enters the admin needs a second factor; without one the way leads to setting it up.

    Off where settings.ADMIN_NEEDS_SECOND_FACTOR is false (the demo).
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.is_missing(request):
            words = _("Before the desk opens, add a second way to prove it is you.")
            messages.warning(request, words)
            return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)

    @staticmethod
    def is_missing(request: HttpRequest) -> bool:
        return (
            settings.ADMIN_NEEDS_SECOND_FACTOR
            and request.path.startswith(reverse("admin:index"))
            and request.user.is_authenticated
            and request.user.is_staff
            and not is_mfa_enabled(request.user)
        )
