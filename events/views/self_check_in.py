"""Checking oneself in with the code of the room, and the page that shows the code there."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.actions import self_check_in
from events.actions.refusals import Refused
from events.models import Meeting
from events.queries.door import get_door
from events.queries.meetings import get_meeting
from events.rules.door import SELF_FROM, SELF_TRIES, runs
from events.tokens import room_code
from kit.limits import within
from kit.queries import value
from members.models import Person
from members.queries import of_user


@require_safe
def code(request: HttpRequest, slug: str) -> HttpResponse:
    """The code in large figures, for the screen in the room and to be said aloud."""
    at = timezone.now()
    meeting = get_door(slug, request.user, at)
    url = settings.SITE_URL + reverse("check-in-self", args=[meeting.slug])
    running = runs(meeting.starts_at, meeting.ends_at, at, value(SELF_FROM))
    context = {"meeting": meeting, "code": room_code(meeting), "url": url, "running": running}
    return render(request, "events/door_code.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def here(request: HttpRequest, slug: str) -> HttpResponse:
    """One field for the four digits; a few wrong tries, then a pause of ten minutes."""
    meeting, person = get_meeting(slug, request.user), _person(request)
    if request.method != "POST":
        return _page(request, meeting)
    if not within("room-code", f"{person.pk}", limit=value(SELF_TRIES), seconds=600):
        words = _("Too many tries. Wait ten minutes, or ask at the door.")
        return _page(request, meeting, refusal=words, status=429)
    typed = request.POST.get("code", "")[:20]
    try:
        self_check_in.check_in_self(meeting=meeting, person=person, code=typed, at=timezone.now())
    except Refused as refusal:
        return _page(request, meeting, refusal=str(refusal), status=409)
    messages.success(request, _("You are in. Have a good evening."))
    return HttpResponse(status=303, headers={"Location": meeting.get_absolute_url()})


def _person(request: HttpRequest) -> Person:
    person = of_user(request.user)
    if person is None:
        raise Http404
    return person


def _page(
    request: HttpRequest, meeting: Meeting, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {"meeting": meeting, "refusal": refusal}
    return render(request, "events/check_in_self.html", context, status=status)
