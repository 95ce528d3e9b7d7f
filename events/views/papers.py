"""Agenda and minutes of a meeting, and its links."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.actions import papers as actions
from events.actions.refusals import NotPossible
from events.forms.papers import ApproveForm, LinkForm, PaperForm
from events.models import Link, Meeting, Paper
from events.queries import papers as queries
from events.queries.meetings import MANAGE, get_meeting
from events.views.rsvp import SeeOther
from members.queries import of_user

writer = permission_required(queries.WRITE, raise_exception=True)
organizer = permission_required(MANAGE, raise_exception=True)


@login_not_required
@require_safe
def paper(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The agenda or the minutes, for whom they are meant."""
    meeting = get_meeting(slug, request.user)
    found = queries.get_paper(meeting, kind, request.user, timezone.now())
    context = {
        "meeting": meeting,
        "paper": found,
        "may_write": request.user.is_authenticated and request.user.has_perm(queries.WRITE),
        "form": ApproveForm(),
    }
    return render(request, "events/paper.html", context)


@writer
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Write it, or change the draft; minutes begin with the agenda."""
    meeting, found = _draft(request, slug, kind)
    form = PaperForm(request.POST or None, initial=_initial(meeting, kind, found))
    if form.is_valid():
        by, at = of_user(request.user), timezone.now()
        try:
            actions.write(meeting=meeting, kind=kind, by=by, at=at, **form.cleaned_data)
        except NotPossible as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Kept as a draft."))
            return _to_paper(meeting, kind)
    label = Paper.Kind(kind).label
    context = {"meeting": meeting, "form": form, "kind": kind, "label": label, "paper": found}
    return render(request, "events/paper_write.html", context, status=422 if form.errors else 200)


@writer
@require_POST
def approve(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """It stands as it is."""
    form = ApproveForm(request.POST)
    where = form.cleaned_data["where"] if form.is_valid() else ""
    meeting, found = _existing(request, slug, kind)
    actions.approve(paper=found, where=where, by=of_user(request.user), at=timezone.now())
    undo = reverse("meeting-paper-reopen", args=[slug, kind])
    messages.success(request, _("Approved."), extra_tags=f"undo:{undo}")
    return _to_paper(meeting, kind)


@writer
@require_POST
def reopen(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """A draft again."""
    meeting, found = _existing(request, slug, kind)
    actions.reopen(paper=found, by=of_user(request.user), at=timezone.now())
    messages.success(request, _("It is a draft again."))
    return _to_paper(meeting, kind)


@organizer
@require_POST
def add_link(request: HttpRequest, slug: str) -> HttpResponse:
    """A link beside the slides."""
    meeting, form = get_meeting(slug, request.user), LinkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write what it is, and an address that begins with https://."))
        return SeeOther(meeting.get_absolute_url())
    by, at = of_user(request.user), timezone.now()
    actions.add_link(meeting=meeting, by=by, at=at, **form.cleaned_data)
    messages.success(request, _("The link stands on the page."))
    return SeeOther(meeting.get_absolute_url())


@organizer
@require_POST
def remove_link(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a link away."""
    meeting = get_meeting(slug, request.user)
    link = get_object_or_404(Link, meeting=meeting, pk=pk)
    actions.remove_link(link=link, by=of_user(request.user), at=timezone.now())
    messages.success(request, _("The link is gone."))
    return SeeOther(meeting.get_absolute_url())


def _draft(request: HttpRequest, slug: str, kind: str) -> tuple[Meeting, Paper | None]:
    if kind not in Paper.Kind.values:
        raise Http404
    meeting = get_meeting(slug, request.user)
    return meeting, Paper.objects.filter(meeting=meeting, kind=kind).first()


def _existing(request: HttpRequest, slug: str, kind: str) -> tuple[Meeting, Paper]:
    meeting = get_meeting(slug, request.user)
    return meeting, queries.get_paper(meeting, kind, request.user, timezone.now())


def _initial(meeting: Meeting, kind: str, found: Paper | None) -> dict[str, Any]:
    if found:
        return {"text": found.text, "audience": found.audience}
    return {
        "text": queries.outline(meeting, kind),
        "audience": queries.usual_audience(meeting),
    }


def _to_paper(meeting: Meeting, kind: str) -> HttpResponse:
    return SeeOther(reverse("meeting-paper", args=[meeting.slug, kind]))
