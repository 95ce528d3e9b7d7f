"""What a phone asks before it puts the site among its apps."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from association.queries.release import colours
from outbox.queries import letterhead

SHORT = 12
ICONS = (
    ("img/icon.svg", "image/svg+xml", "any", "any"),
    ("img/icon-192.png", "image/png", "192x192", "any"),
    ("img/icon-512.png", "image/png", "512x512", "any"),
    ("img/icon-maskable-512.png", "image/png", "512x512", "maskable"),
)


def manifest() -> dict[str, Any]:
    """The web app manifest: name from the letterhead, colours from the tokens."""
    head, paper = letterhead(), colours()["paper"]
    name = head.name if head else _("Our association")
    return {
        "id": "/",
        "name": name,
        "short_name": _short(name),
        "description": head.tagline if head else "",
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": paper,
        "theme_color": paper,
        "icons": [
            {"src": static(src), "type": kind, "sizes": sizes, "purpose": purpose}
            for src, kind, sizes, purpose in ICONS
        ],
        "shortcuts": [
            _shortcut(_("Next meeting"), reverse("next-meeting")),
            _shortcut(_("My page"), reverse("me")),
        ],
    }


def _shortcut(name: str, url: str) -> dict[str, Any]:
    icon = {"src": static("img/icon-192.png"), "type": "image/png", "sizes": "192x192"}
    return {"name": name, "url": url, "icons": [icon]}


def _short(name: str) -> str:
    """What fits under an icon: whole words of the name, at least the first."""
    short = ""
    for word in name.split():
        if short and len(f"{short} {word}") > SHORT:
            break
        short = f"{short} {word}".strip()
    return short
