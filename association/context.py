"""What every page may show: the association's letterhead, and whether this is the demo."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from association.queries.reader import reader
from outbox.queries import letterhead


def association(request: HttpRequest) -> dict[str, Any]:
    """`association`: the letterhead or a falsy value before set-up; `demo`: bool; `reader`."""
    return {
        "association": SimpleLazyObject(lambda: letterhead() or ""),
        "demo": settings.DEMO,
        "reader": SimpleLazyObject(lambda: reader(getattr(request, "user", AnonymousUser()))),
    }
