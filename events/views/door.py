"""The door: one field, three letters, one tap; works as plain forms, better with htmx."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.actions import attendance, closing, tickets
from events.actions.refusals import Refused
from events.forms import WalkIn
from events.models import Meeting
from events.queries.credits import timed_kinds, untimed
from events.queries.door import RUN, door, get_door, get_officers_door, likely, not_seen
from kit.requests import HtmxRequest
from members.models import Person
from members.queries import of_user

PAGE, BOARD = "events/door.html", "events/door.html#board"


@require_safe
def page(request: HtmxRequest, slug: str) -> HttpResponse:
    """The door of one meeting; for htmx (typing, every five seconds) the lists alone."""
    meeting = _door(request, slug)
    return _shown(request, meeting, BOARD if request.htmx else PAGE)


@require_POST
def check_in(request: HtmxRequest, slug: str, uid: UUID) -> HttpResponse:
    """Somebody arrives; with `party=on` together with the guests who have a seat."""
    meeting, person = _door(request, slug), _person(uid)
    acting = _acting(request)
    try:
        if request.POST.get("party") == "on":
            party = attendance.check_in_party(meeting=meeting, person=person, **acting)
            return _done(request, meeting, _said_of(party, meeting, person))
        done = attendance.check_in(meeting=meeting, person=person, **acting)
    except Refused as refusal:
        return _refused(request, meeting, refusal)
    return _done(request, meeting, _said(done, meeting, person), person)


@require_POST
def ticket(request: HtmxRequest, slug: str) -> HttpResponse:
    """A ticket is shown: the code from the camera, or typed."""
    meeting = _door(request, slug)
    code = request.POST.get("code", "")[:100]
    try:
        done = tickets.admit(meeting=meeting, code=code, **_acting(request))
    except Refused as refusal:
        return _refused(request, meeting, refusal)
    person = done.row.person
    return _done(request, meeting, _said(done, meeting, person), person)


@require_POST
def undo(request: HtmxRequest, slug: str, uid: UUID) -> HttpResponse:
    """A wrong tap is taken back."""
    meeting, person = _door(request, slug), _person(uid)
    try:
        attendance.undo(meeting=meeting, person=person, **_acting(request))
    except Refused as refusal:
        return _refused(request, meeting, refusal)
    return _done(request, meeting, _("%(name)s is not in.") % {"name": person.name})


@require_POST
def leave(request: HtmxRequest, slug: str, uid: UUID) -> HttpResponse:
    """Somebody goes, where minutes are credited; `?undo` takes it back."""
    meeting, person = _door(request, slug), _person(uid)
    back = "undo" in request.GET
    try:
        (attendance.stay if back else attendance.leave)(
            meeting=meeting, person=person, **_acting(request)
        )
    except Refused as refusal:
        return _refused(request, meeting, refusal)
    words = _("%(name)s is still here.") if back else _("%(name)s has gone.")
    return _done(request, meeting, words % {"name": person.name})


@require_POST
def excuse(request: HtmxRequest, slug: str, uid: UUID) -> HttpResponse:
    """Somebody sent word."""
    meeting, person = _door(request, slug), _person(uid)
    try:
        attendance.excuse(meeting=meeting, person=person, **_acting(request))
    except Refused as refusal:
        return _refused(request, meeting, refusal)
    words = _("%(name)s is excused.") % {"name": person.name}
    return _done(request, meeting, words, person)


@require_http_methods(["GET", "HEAD", "POST"])
def walk_in(request: HtmxRequest, slug: str) -> HttpResponse:
    """Somebody on no list: three fields; people it may be are shown first."""
    meeting = _door(request, slug)
    form = WalkIn(request.POST or None, initial={"name": request.GET.get("name", "")[:200]})
    if request.method != "POST" or not form.is_valid():
        return _walk_in_page(request, meeting, form, status=422 if form.errors else 200)
    same = [] if form.cleaned_data["anyway"] else likely(form.typed("name"), form.typed("email"))
    if same:
        return _walk_in_page(request, meeting, form, people=same)
    try:
        done = attendance.walk_in(meeting=meeting, **form.fields_of_person(), **_acting(request))
    except Refused as refusal:
        return _refused(request, meeting, refusal)
    except ValueError as error:
        form.refuse(error)
        return _walk_in_page(request, meeting, form, status=422)
    person = done.row.person
    return _done(request, meeting, _said(done, meeting, person), person, whole=True)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HtmxRequest, slug: str) -> HttpResponse:
    """First those who said yes and were not seen, then the closing."""
    meeting = get_officers_door(slug, request.user)
    if request.method != "POST":
        context = {"meeting": meeting, "answers": list(not_seen(meeting)[:2000])}
        context["untimed"] = untimed(meeting).count() if timed_kinds(meeting).exists() else 0
        return render(request, "events/door_close.html", context)
    excused = {int(pk) for pk in request.POST.getlist("excused") if pk.isdecimal() and len(pk) < 16}
    try:
        stayed = "stayed" in request.POST
        result = closing.close(meeting=meeting, excused=excused, stayed=stayed, **_acting(request))
    except Refused as refusal:
        return _refused(request, meeting, refusal)
    words = _("The meeting is closed: %(absent)s absent, %(excused)s excused.")
    words %= {"absent": result.absent, "excused": result.excused}
    return _done(request, meeting, words, whole=True)


@require_POST
def reopen(request: HtmxRequest, slug: str) -> HttpResponse:
    """Corrections after the closing."""
    meeting = get_officers_door(slug, request.user)
    closing.reopen(meeting=meeting, **_acting(request))
    return _done(request, meeting, _("The meeting is open again."), whole=True)


def _door(request: HtmxRequest, slug: str) -> Meeting:
    return get_door(slug, request.user, timezone.now())


def _person(uid: UUID) -> Person:
    person = Person.objects.filter(uid=uid, merged_into__isnull=True).first()
    if person is None:
        raise Http404
    return person


def _acting(request: HtmxRequest) -> dict[str, Any]:
    return {"by": of_user(request.user), "at": timezone.now()}


def _shown(
    request: HtmxRequest, meeting: Meeting, template: str, *, status: int = 200, **extra: Any
) -> HttpResponse:
    text = request.GET.get("q", "")[:100]
    context = {"door": door(meeting, text, timezone.now()), "meeting": meeting, "q": text}
    context["is_officer"] = request.user.has_perm(RUN)
    return render(request, template, context | extra, status=status)


def _done(
    request: HtmxRequest,
    meeting: Meeting,
    words: str,
    person: Person | None = None,
    *,
    whole: bool = False,
) -> HttpResponse:
    """The lists with a line of what was done and its undo, or back to the page."""
    back = reverse("door-undo", args=[meeting.slug, person.uid]) if person else ""
    if request.htmx and not whole:
        return _shown(request, meeting, BOARD, done=words, undo=back)
    messages.success(request, words, extra_tags=f"undo:{back}" if back else "")
    return HttpResponse(status=303, headers={"Location": reverse("door", args=[meeting.slug])})


def _said(done: attendance.Checked, meeting: Meeting, person: Person) -> str:
    """What is called out: in, or since when already."""
    since = done.row.arrived_at
    if done.changed or since is None:
        return _("%(name)s is in.") % {"name": person.name}
    arrived = since.astimezone(ZoneInfo(meeting.timezone))
    told = _("%(name)s is already in, since %(time)s.")
    return told % {"name": person.name, "time": time_format(arrived.time(), "H:i")}


def _said_of(party: list[attendance.Checked], meeting: Meeting, person: Person) -> str:
    """What is called out for somebody with guests."""
    guests = len(party) - 1
    if not guests:
        return _said(party[0], meeting, person)
    words = ngettext(
        "%(name)s and %(count)d guest are in.", "%(name)s and %(count)d guests are in.", guests
    )
    return words % {"name": person.name, "count": guests}


def _refused(request: HtmxRequest, meeting: Meeting, refusal: Refused) -> HttpResponse:
    template = BOARD if request.htmx else PAGE
    return _shown(request, meeting, template, status=409, refusal=str(refusal))


def _walk_in_page(
    request: HtmxRequest, meeting: Meeting, form: WalkIn, *, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {"meeting": meeting, "form": form, **extra}
    return render(request, "events/door_walk_in.html", context, status=status)
