"""What needs a fresh proof of who sits there: files of people's data, and who holds which seat.

A log-in lasts ninety days, and a phone can lie open on a table. So these acts ask again where
the last proof is older than settings.ACCOUNT_REAUTHENTICATION_TIMEOUT (OWASP ASVS 5.0, 7.5).
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from members.actions.exports import note_export


def must_be_recent(request: HttpRequest) -> None:
    """Raises ReauthenticationRequired, which leads to the proof and back here, where the log-in
    has neither begun nor been proven again of late. Never asks where proofs are off (the demo)."""
    if not app_settings.REAUTHENTICATION_REQUIRED:
        return
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    proofs = get_authentication_records(request, request.user)
    if not any(proof["at"] > since for proof in proofs):
        raise ReauthenticationRequired


def recent(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorator of views: as `must_be_recent`, before the form is shown and before it acts."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        must_be_recent(request)
        return view(request, *args, **kwargs)

    return guarded


def take_out(request: HttpRequest, what: str, people: Any = None) -> None:
    """The way out of every file on a page: a recent proof, and written down before it leaves,
    with the `people` (a QuerySet) it names. A HEAD takes nothing."""
    must_be_recent(request)
    if request.method == "GET":
        note_export(what=what, via="page", by=request.user, at=timezone.now(), people=people)
