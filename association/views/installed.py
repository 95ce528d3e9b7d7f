"""The site on the phone: manifest, service worker, and what opens without a network."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from association.queries import release
from association.queries.manifest import manifest as described
from association.queries.reader import reader
from events.queries.answers import party_of
from events.queries.meetings import next_meeting as find_next
from events.queries.tickets import tickets
from kit.clock import saved_words
from members.queries import of_user

# So long after its end the meeting's page stays on the phone.
KEPT = timedelta(hours=12)


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest in the reader's language."""
    response = JsonResponse(described(), content_type="application/manifest+json")
    response["Cache-Control"] = "private, max-age=3600"
    return response


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; browsers ask for it often and must never get an old one."""
    response = HttpResponse(release.worker(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    return response


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What opens without network in place of every page that is not kept. About nobody."""
    response = render(request, "association/offline.html")
    response["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_safe
def next_meeting(request: HttpRequest) -> HttpResponse:
    """On to the page of the next meeting, or to the list where none is announced."""
    meeting = find_next(request.user, timezone.now())
    return redirect(meeting or "meetings")


@login_not_required
@require_safe
def pocket(request: HttpRequest) -> HttpResponse:
    """The next meeting as it is kept for the train: no forms, and the moment it was written.

    204 without a meeting. The headers tell the worker whose copy it is, what it stands for, and
    until when it may be shown.
    """
    person, at = of_user(request.user), timezone.now()
    meeting = find_next(request.user, at)
    if meeting is None:
        return HttpResponse(status=204)
    held = tickets(meeting, party_of(meeting.pk, person.pk)) if person else []
    saved = saved_words(at.astimezone(ZoneInfo(meeting.timezone)))
    context = {"meeting": meeting, "tickets": held, "saved": saved}
    response = render(request, "association/pocket.html", context)
    places = [reverse("next-meeting"), meeting.get_absolute_url()]
    places += [reverse("ticket", args=[meeting.slug])] if held else []
    response["Saved-For"] = " ".join(places)
    response["Saved-Reader"] = reader(request.user)
    response["Saved-Until"] = (meeting.ends_at + KEPT).isoformat()
    return response
