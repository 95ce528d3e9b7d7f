"""The answer to a meeting, as a plain form or through htmx."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from events.actions import rsvp
from events.actions.refusals import Refused
from events.forms import read_answer
from events.models import Meeting
from events.queries.meetings import get_meeting
from events.queries.pages import page, panel
from kit.requests import HtmxRequest
from members.queries import of_user


class SeeOther(HttpResponseRedirect):
    """303: what was posted is done, look there."""

    status_code = 303


@login_not_required
@require_POST
def answer(request: HtmxRequest, slug: str) -> HttpResponse:
    """Record the answer; 303 (plain) or the panel (htmx), 409 with a sentence where refused."""
    meeting = get_meeting(slug, request.user)
    if not request.user.is_authenticated:
        return _log_in_first(request, meeting)
    person, at = of_user(request.user), timezone.now()
    if person is None:
        return _refused(request, meeting, _("This log-in belongs to nobody on file yet."))
    try:
        rsvp.answer(meeting=meeting, person=person, by=person, at=at, **read_answer(request.POST))
    except Refused as refused:
        return _refused(request, meeting, refused)
    if not request.htmx:
        return SeeOther(meeting.get_absolute_url())
    context = {"panel": panel(meeting, person, at), "meeting": meeting}
    return render(request, "events/answer_panel.html", context)


def _refused(request: HtmxRequest, meeting: Meeting, sentence: object) -> HttpResponse:
    """409: the panel or the whole page, with the sentence; nothing was changed."""
    at = timezone.now()
    if request.htmx:
        part = panel(meeting, of_user(request.user), at, note=sentence)
        context = {"panel": part, "meeting": meeting}
        return render(request, "events/answer_panel.html", context, status=409)
    whole = page(meeting, request.user, at, note=sentence)
    return render(request, "events/meeting.html", whole, status=409)


def _log_in_first(request: HtmxRequest, meeting: Meeting) -> HttpResponse:
    """To the log-in, and from there back to the page with the answer begun."""
    wish = urlencode({"answer": request.POST.get("answer", "")})
    back = urlencode({"next": f"{meeting.get_absolute_url()}?{wish}"})
    url = f"{reverse('account_login')}?{back}"
    return HttpResponseClientRedirect(url) if request.htmx else SeeOther(url)
