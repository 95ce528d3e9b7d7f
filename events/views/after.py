"""After a meeting: how was it, and whom did you meet? Behind the log-in, or by a mailed link."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from events.actions import after as actions
from events.actions.refusals import NotPossible
from events.forms.papers import read_feedback, read_met
from events.models import Feedback, Meeting
from events.queries import after as queries
from events.queries.meetings import MANAGE, get_meeting
from events.queries.people import meeting_of
from events.views.rsvp import SeeOther
from members.models import Person
from members.queries import of_user
from members.tokens import TokenExpired, TokenInvalid, read_person_link


@dataclass(frozen=True)
class Visit:
    """Who tells about which meeting, and the addresses to do it at."""

    meeting: Meeting
    person: Person
    page: str
    tell: str
    met: str
    by_mail: bool = False


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Both questions, for who is signed in; organizers see how it was."""
    return _page(request, _signed_in(request, slug))


@require_POST
def tell(request: HttpRequest, slug: str) -> HttpResponse:
    """How it was."""
    return _tell(request, _signed_in(request, slug))


@require_POST
def met(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom the viewer met."""
    return _met(request, _signed_in(request, slug))


@login_not_required
@never_cache
@require_safe
def mailed(request: HttpRequest, token: str) -> HttpResponse:
    """The same for who holds a mailed link; looking changes nothing."""
    try:
        return _page(request, _by_mail(token))
    except TokenInvalid as error:
        return _useless(request, error)


@login_not_required
@never_cache
@require_POST
def mailed_tell(request: HttpRequest, token: str) -> HttpResponse:
    """How it was, by the link."""
    try:
        return _tell(request, _by_mail(token))
    except TokenInvalid as error:
        return _useless(request, error)


@login_not_required
@never_cache
@require_POST
def mailed_met(request: HttpRequest, token: str) -> HttpResponse:
    """Whom the reader met, by the link."""
    try:
        return _met(request, _by_mail(token))
    except TokenInvalid as error:
        return _useless(request, error)


def _signed_in(request: HttpRequest, slug: str) -> Visit:
    meeting, person = get_meeting(slug, request.user), of_user(request.user)
    if person is None:
        raise Http404
    return _visit(meeting, person, slug, ("meeting-after", "meeting-feedback", "meeting-met"))


def _by_mail(token: str) -> Visit:
    person, about = read_person_link("after", token, at=timezone.now())
    meeting = meeting_of(about)
    if meeting is None or meeting.state == Meeting.State.DRAFT:
        raise TokenInvalid
    return _visit(
        meeting, person, token, ("after-by-mail", "after-feedback", "after-met"), by_mail=True
    )


def _visit(
    meeting: Meeting, person: Person, key: str, names: tuple[str, ...], *, by_mail: bool = False
) -> Visit:
    page, tell, met = (reverse(name, args=[key]) for name in names)
    return Visit(meeting, person, page=page, tell=tell, met=met, by_mail=by_mail)


def _page(request: HttpRequest, visit: Visit, note: object = "") -> HttpResponse:
    meeting, at, text = visit.meeting, timezone.now(), request.GET.get("q", "")[:100]
    open_ = queries.is_open(meeting, at) and queries.was_there(meeting, visit.person)
    manages = not visit.by_mail and request.user.has_perm(MANAGE)
    if not (open_ or manages or visit.by_mail):
        raise Http404
    wish = request.GET.get("score", "")
    context = {
        "meeting": meeting, "visit": visit, "open": open_, "note": note, "q": text,
        "scores": Feedback.Score.choices[::-1],
        "said": queries.feedback_of(meeting, visit.person),
        "wish": int(wish) if wish in ("1", "2", "3", "4") else 0,
        "faces": queries.faces(meeting, visit.person, text) if open_ else [],
        "summary": queries.summary(meeting) if manages else None,
    }  # fmt: skip
    return render(request, "events/after.html", context, status=409 if note else 200)


def _tell(request: HttpRequest, visit: Visit) -> HttpResponse:
    said = read_feedback(request.POST)
    try:
        actions.tell(meeting=visit.meeting, person=visit.person, at=timezone.now(), **said)
    except NotPossible as reason:
        return _page(request, visit, note=reason)
    messages.success(request, _("Thank you. Organizers and the speaker read it without your name."))
    return SeeOther(visit.page)


def _met(request: HttpRequest, visit: Visit) -> HttpResponse:
    said = read_met(request.POST)
    try:
        count = actions.say_met(
            meeting=visit.meeting, person=visit.person, at=timezone.now(), **said
        )
    except NotPossible as reason:
        return _page(request, visit, note=reason)
    words = ngettext("You met %(n)d person here.", "You met %(n)d people here.", count)
    messages.success(request, words % {"n": count})
    return SeeOther(visit.page)


def _useless(request: HttpRequest, error: TokenInvalid) -> HttpResponse:
    expired = isinstance(error, TokenExpired)
    context = {"meeting": None, "expired": expired}
    return render(request, "events/link_useless.html", context, status=410 if expired else 404)
