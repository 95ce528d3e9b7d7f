"""The door without network: what a device takes along, and what it sends when it is back."""

import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events.actions import door_sync
from events.queries.door import counts, get_door
from events.queries.door_kept import kept_list, owner
from events.rules.door_sent import Unreadable, read_sent
from members.queries import of_user


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page that stands in for the door without network. About nobody."""
    response = render(request, "events/door_kept.html")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def kept(request: HttpRequest, slug: str) -> HttpResponse:
    """The list to take along, whose it is, and a token to send with."""
    at = timezone.now()
    meeting = get_door(slug, request.user, at)
    found = kept_list(meeting, request.user, at) | {"token": get_token(request)}
    response = JsonResponse(found)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def sync(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the acts a device kept: for each what became of it, and how many are in now.

    409 where they were made under another log-in, 422 where they cannot be read.
    """
    at = timezone.now()
    meeting = get_door(slug, request.user, at)
    try:
        if request.content_type != "application/json":
            raise Unreadable
        sent = read_sent(request.body, at)
    except Unreadable:
        return _refused(_("What the device sent cannot be read."), 422)
    if not constant_time_compare(sent.owner.encode(), owner(request.user).encode()):
        return _refused(_("These entries belong to another log-in."), 409)
    answers = door_sync.receive(
        meeting=meeting, device=sent.device, sent=sent.acts, by=of_user(request.user), at=at
    )
    rows = [{"uid": str(one.uid), "outcome": one.outcome, "words": one.words} for one in answers]
    return JsonResponse({"results": rows, "counts": counts(meeting)})


def _refused(words: str, status: int) -> HttpResponse:
    body = json.dumps({"refusal": words})
    return HttpResponse(body, content_type="application/json", status=status)
