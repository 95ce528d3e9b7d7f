"""The living gallery of all parts: in the demo and while developing, nowhere else."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from association.queries.part_things import things
from association.queries.parts import SCHEMES, WIDTHS, Part, part_named, parts

FRAMING: dict[str, Any] = {**settings.SECURE_CSP, "frame-src": [CSP.SELF]}
FRAMED: dict[str, Any] = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]}
DARK = "(prefers-color-scheme: dark)"


@login_not_required
@require_safe
@csp_override(FRAMING)
def gallery(request: HttpRequest) -> HttpResponse:
    """All parts at one width in one scheme; both are chosen by the address."""
    _only_where_shown()
    scheme, width = _scheme(request), request.GET.get("width", "")
    context = {
        "groups": parts(), "scheme": scheme, "schemes": SCHEMES, "widths": WIDTHS,
        "width": int(width) if width in map(str, WIDTHS) else WIDTHS[0],
    }  # fmt: skip
    return render(request, "association/parts/gallery.html", context)


@login_not_required
@require_safe
@xframe_options_sameorigin
@csp_override(FRAMED)
def part(request: HttpRequest, slug: str) -> HttpResponse:
    """One part in all its states, bare, for a frame of the gallery."""
    _only_where_shown()
    shown = part_named(slug)
    if shown is None:
        raise Http404
    context = {"part": shown, "scheme": _scheme(request), "states": _drawn(request, shown)}
    return render(request, "association/parts/frame.html", context)


@login_not_required
@require_safe
def part_styles(request: HttpRequest) -> HttpResponse:
    """The site's styles with the scheme decided: the same values, asked of the address."""
    _only_where_shown()
    scheme = _scheme(request)
    css = Path(str(finders.find("css/site.css"))).read_text()
    css = css.replace(DARK, "all" if scheme == "dark" else "not all")
    css = css.replace("color-scheme: light dark", f"color-scheme: {scheme}")
    return HttpResponse(css, content_type="text/css; charset=utf-8")


def _only_where_shown() -> None:
    if not (settings.DEMO or settings.DEBUG):
        raise Http404


def _scheme(request: HttpRequest) -> str:
    asked = request.GET.get("scheme", "")
    return asked if asked in SCHEMES else SCHEMES[0]


def _drawn(request: HttpRequest, shown: Part) -> list[dict[str, str]]:
    context = things()
    return [
        {"words": words, "source": source,
         "html": engines["django"].from_string(source).render(context, request)}
        for words, source in shown.states
    ]  # fmt: skip
