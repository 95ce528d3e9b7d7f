"""The door on paper: the sheet and the badges to print, and a filled-in sheet typed in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.actions import sheets
from events.actions.refusals import Refused
from events.exports.papers import name_badges, sign_in_sheet
from events.models import Meeting
from events.queries.door import get_door
from events.queries.sheets import lines, without_number
from kit.downloads import paper
from members.queries import of_user


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Print the sheet, or type the numbers of those who signed it."""
    at = timezone.now()
    meeting = get_door(slug, request.user, at)
    typed = request.POST.get("numbers", "")[:4000]
    if request.method != "POST":
        return _page(request, meeting)
    try:
        done = sheets.enter(meeting=meeting, text=typed, by=of_user(request.user), at=at)
    except Refused as refusal:
        return _page(request, meeting, typed=typed, refusal=str(refusal), status=409)
    words = ngettext("%(count)d more is in.", "%(count)d more are in.", done.new)
    messages.success(request, words % {"count": done.new})
    return _back("door", meeting)


@require_POST
def number(request: HttpRequest, slug: str) -> HttpResponse:
    """Give everybody expected a number that stays."""
    meeting = get_door(slug, request.user, timezone.now())
    new = sheets.number(meeting=meeting)
    words = ngettext(
        "%(count)d person is new on the sheet.", "%(count)d people are new on the sheet.", new
    )
    messages.success(request, words % {"count": new})
    return _back("door-sheet", meeting)


@require_safe
def sheet_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet as it is numbered."""
    meeting = get_door(slug, request.user, timezone.now())
    return paper(request, f"{meeting.slug}-sheet.pdf", lambda: sign_in_sheet(meeting))


@require_safe
def badges_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """A badge for everybody expected."""
    meeting = get_door(slug, request.user, timezone.now())
    return paper(request, f"{meeting.slug}-badges.pdf", lambda: name_badges(meeting))


def _page(
    request: HttpRequest, meeting: Meeting, *, typed: str = "", refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "meeting": meeting,
        "lines": lines(meeting),
        "missing": len(without_number(meeting)),
        "typed": typed,
        "refusal": refusal,
    }
    return render(request, "events/door_sheet.html", context, status=status)


def _back(name: str, meeting: Meeting) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": reverse(name, args=[meeting.slug])})
