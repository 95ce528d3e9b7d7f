"""What every page may show: the association's letterhead, and whether this is the demo."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from association.queries.reader import reader
from outbox.queries import letterhead
from roles.backends import rights_read


def association(request: HttpRequest) -> dict[str, Any]:
    """`association`: the letterhead or "" before set-up, the one that the request's clock reads
    too; `demo`: bool; `reader`; `seat_rights`: where the page has asked for them, else None."""
    user = getattr(request, "user", AnonymousUser())
    return {
        "association": getattr(request, "letterhead", SimpleLazyObject(_letterhead)),
        "demo": settings.DEMO,
        "reader": SimpleLazyObject(lambda: reader(user)),
        "seat_rights": lambda: rights_read(user),
    }


def _letterhead() -> object:
    """For answers that are made before the request has a clock, such as those of bad input."""
    return letterhead() or ""
