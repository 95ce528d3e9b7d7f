"""Every kind of letter as its reader would get it; in the demo and in development only."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from association.queries.letter_samples import sample
from outbox import kinds

LIST_CSP: dict[str, Any] = {**settings.SECURE_CSP, "frame-src": [CSP.SELF]}
# A letter carries its own styles, and nothing of it may run or be fetched.
FRAME_CSP = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "frame-ancestors": [CSP.SELF],
}
# The kind shown first: one that the demo always has.
FIRST = "rsvp.confirmation"
DARK = "(prefers-color-scheme: dark)"
reader = permission_required("outbox.view_message", raise_exception=True)


@require_safe
@reader
@csp_override(LIST_CSP)
def letter_previews(request: HttpRequest) -> HttpResponse:
    """The list of kinds, and of the chosen one subject, picture and text twin."""
    _only_in_the_demo()
    names = sorted(kinds.all_kinds())
    name = request.GET.get("kind", FIRST)
    if name not in names:
        raise Http404
    context = {
        "names": names,
        "kind": name,
        "dark": request.GET.get("scheme") == "dark",
        "letter": sample(name, timezone.now()),
    }
    return render(request, "association/letter_previews.html", context)


@require_safe
@reader
@xframe_options_sameorigin
@csp_override(FRAME_CSP)
def letter_frame(request: HttpRequest, name: str) -> HttpResponse:
    """The letter alone, for a frame; `?scheme=dark` shows it as a dark mail program does."""
    _only_in_the_demo()
    if name not in kinds.all_kinds():
        raise Http404
    dark = request.GET.get("scheme") == "dark"
    html = sample(name, timezone.now()).html
    return HttpResponse(html.replace(DARK, "all" if dark else "not all"))


def _only_in_the_demo() -> None:
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
