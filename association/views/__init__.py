"""Home pages, the set-up, health, the installed site, and the pages nobody wants to see."""

from association.views.access import accessibility
from association.views.errors import bad_request, csrf_failure, no_right, not_here, server_error
from association.views.health import healthz, metrics
from association.views.home import home
from association.views.installed import manifest, next_meeting, offline, pocket, worker
from association.views.language import choose_language
from association.views.letter_previews import letter_frame, letter_previews
from association.views.setup import setup

__all__ = [
    "accessibility",
    "bad_request",
    "choose_language",
    "csrf_failure",
    "healthz",
    "home",
    "letter_frame",
    "letter_previews",
    "manifest",
    "metrics",
    "next_meeting",
    "no_right",
    "not_here",
    "offline",
    "pocket",
    "server_error",
    "setup",
    "worker",
]
