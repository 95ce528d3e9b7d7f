"""A stranger comes in three fields: the form, then a mailed link that makes the seat theirs."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.actions import guests
from events.actions.refusals import Refused
from events.forms import GuestForm
from events.models import GuestAsk, Meeting
from events.queries.guests import greeter_of
from events.queries.meetings import get_meeting
from events.queries.people import answer_by
from events.rules.guests import takes_guests
from events.tokens import TokenExpired, TokenInvalid, read_guest_link
from events.views.rsvp import SeeOther
from kit.limits import limited, within
from kit.text import canonical_email

HOUR, DAY = 3600, 86400


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("guest", limit=10, seconds=HOUR)
def come(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to come; whatever the address, the answer is the same page."""
    meeting = get_meeting(slug, request.user)
    form = GuestForm(request.POST or None)
    if request.method != "POST":
        return _form(request, meeting, form)
    if not form.is_bound or (not form.is_valid() and not form.is_robot):
        return _form(request, meeting, form, status=422)
    try:
        if not form.is_robot and _may_write(form.cleaned_data["email"]):
            _ask(meeting, form)
    except Refused as refused:
        return _form(request, meeting, form, status=409, note=refused)
    return SeeOther(reverse("guest-sent"))


@login_not_required
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Look into your mail."""
    return render(request, "events/guest_sent.html")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The meeting and one button; afterwards how the seat stands and who meets the guest."""
    try:
        ask = read_guest_link(token, at=timezone.now())
    except TokenInvalid as error:
        expired = isinstance(error, TokenExpired)
        context = {"meeting": None, "expired": expired}
        status = 410 if expired else 404
        return render(request, "events/link_useless.html", context, status=status)
    if request.method != "POST":
        return _show(request, ask)
    try:
        guests.confirm(ask=ask, at=timezone.now())
    except Refused as refused:
        return _show(request, ask, note=refused)
    return SeeOther(request.path)


def _ask(meeting: Meeting, form: GuestForm) -> None:
    data = form.cleaned_data
    guests.ask(
        meeting=meeting,
        name=data["name"],
        address=data["email"],
        told_by=data["told_by"],
        at=timezone.now(),
    )


def _may_write(address: str) -> bool:
    """So many letters a day to one address, whoever asks for them."""
    return within("guest-to", canonical_email(address), limit=3, seconds=DAY)


def _form(
    request: HttpRequest,
    meeting: Meeting,
    form: GuestForm,
    *,
    status: int = 200,
    note: object = "",
) -> HttpResponse:
    context = {
        "meeting": meeting,
        "guest_form": form,
        "note": note,
        "takes_guests": takes_guests(meeting, timezone.now()),
    }
    return render(request, "events/guest_page.html", context, status=status)


def _show(request: HttpRequest, ask: GuestAsk, note: object = "") -> HttpResponse:
    """The state of a proven wish; of an unproven one nothing but the button."""
    proven = ask.proven_at is not None and ask.person_id is not None
    own = answer_by(ask.meeting_id, ask.person_id) if proven and ask.person_id else None
    context = {
        "ask": ask,
        "meeting": ask.meeting,
        "own": own,
        "note": note,
        "greeter": greeter_of(ask.meeting_id, ask.person_id) if proven and ask.person_id else "",
        "open": ask.meeting.state == Meeting.State.PUBLISHED
        and timezone.now() < ask.meeting.starts_at,
    }
    response = render(request, "events/guest_link.html", context, status=409 if note else 200)
    response["Referrer-Policy"] = "same-origin"
    return response
