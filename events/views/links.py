"""The answer by a link from a letter: shown on GET, done on POST, without log-in."""

from datetime import UTC, datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from events.actions import rsvp
from events.actions.refusals import Refused
from events.forms import read_answer
from events.models import Meeting
from events.queries.answers import ACTIVE
from events.queries.pages import needs_of, panel
from events.queries.people import meeting_of
from events.views.rsvp import SeeOther
from events.views.wishes import tell
from members.models import Person
from members.tokens import TokenExpired, TokenInvalid, read_person_link

PURPOSE = "answer"
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the meeting with two buttons; a POST records the answer of the link's person."""
    at = timezone.now()
    try:
        person, about = read_person_link(PURPOSE, token, at=at)
    except TokenInvalid as error:
        return _useless(request, token, expired=isinstance(error, TokenExpired))
    meeting = meeting_of(about)
    if meeting is None or meeting.state == Meeting.State.DRAFT:
        return _useless(request, token, expired=False)
    if request.method != "POST":
        return _show(request, meeting, person, at)
    try:
        wishes = read_answer(request.POST)
        rsvp.answer(meeting=meeting, person=person, by=person, at=at, via="mail", **wishes)
    except Refused as refused:
        return _show(request, meeting, person, at, note=refused)
    return SeeOther(request.path)


@login_not_required
@never_cache
@require_POST
def needs(request: HttpRequest, token: str) -> HttpResponse:
    """Note what the link's person needs, and go back to the link."""
    at = timezone.now()
    try:
        person, about = read_person_link(PURPOSE, token, at=at)
    except TokenInvalid as error:
        return _useless(request, token, expired=isinstance(error, TokenExpired))
    meeting = meeting_of(about)
    if meeting is None or meeting.state == Meeting.State.DRAFT:
        return _useless(request, token, expired=False)
    tell(request, meeting, person, at)
    return SeeOther(reverse("answer-by-mail", args=[token]))


def _show(
    request: HttpRequest, meeting: Meeting, person: Person, at: datetime, note: object = ""
) -> HttpResponse:
    shown = panel(meeting, person, at, note=note)
    context = {
        "meeting": meeting,
        "person": person,
        "panel": shown,
        "action": request.path,
        "takes_needs": shown.state in ACTIVE and shown.may_answer,
        "needs": needs_of(shown.party),
        "needs_url": f"{request.path}needs/",
    }
    return render(request, "events/link.html", context, status=409 if note else 200)


def _useless(request: HttpRequest, token: str, *, expired: bool) -> HttpResponse:
    """A link that is too old leads to its meeting; a forged one only to the list."""
    meeting = None
    if expired:
        try:
            meeting = meeting_of(read_person_link(PURPOSE, token, at=LONG_AGO)[1])
        except TokenInvalid:
            expired = False
    context = {"meeting": meeting, "expired": expired}
    return render(request, "events/link_useless.html", context, status=410 if expired else 404)
