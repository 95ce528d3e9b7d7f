"""The archive: what was talked about, when, and by whom."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from events.actions import speakers as speaker_actions
from events.actions.refusals import Refused
from events.queries import archive
from events.queries import speakers as speaker_queries
from events.queries.meetings import MANAGE
from events.views.rsvp import SeeOther
from members.queries import of_user

PER_PAGE, NAMES_PER_PAGE, OFTEN = 30, 200, 12


@login_not_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Past meetings by year, newest first; `?q=` searches topics, talks, speakers and places."""
    text, year = _text(request), _year(request)
    meetings = archive.past(request.user, timezone.now())
    counted = archive.years(archive.found(meetings, text, None))
    found = archive.with_programme(archive.found(meetings, text, year))
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "years": counted,
        "total": sum(count for _year_, count in counted),
        "year": year,
        "q": text,
        "often": [] if text or year else archive.most_often(meetings, OFTEN),
    }
    return render(request, "events/archive.html", context)


@login_not_required
@require_safe
def speakers(request: HttpRequest) -> HttpResponse:
    """Everybody who spoke, by surname."""
    text = _text(request)
    rows = archive.speakers(archive.past(request.user, timezone.now()), text)
    page = Paginator(rows, NAMES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "events/archive_speakers.html", {"page": page, "q": text})


@login_not_required
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """All topics of past meetings."""
    text = _text(request)
    rows = archive.topics(archive.past(request.user, timezone.now()), text)
    page = Paginator(rows, NAMES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "events/archive_topics.html", {"page": page, "q": text})


@login_not_required
@require_safe
def speaker(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The talks of one speaker, under the printed name."""
    return _speaker_page(request, uid, "events/archive_speaker.html")


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Two people of one name are told apart, by an organizer."""
    if not request.user.has_perm(MANAGE):
        raise Http404
    if request.method != "POST":
        return _speaker_page(request, uid, "events/archive_split.html")
    at = timezone.now()
    person, _spoken = archive.get_speaker(uid, archive.past(request.user, at))
    chosen = {int(pk) for pk in request.POST.getlist("speaking") if pk.isdecimal() and len(pk) < 16}
    try:
        other = speaker_actions.split(
            person=person, speakings=chosen, by=of_user(request.user), at=at
        )
    except Refused as refusal:
        return _speaker_page(request, uid, "events/archive_split.html", refusal)
    return SeeOther(reverse("archive-speaker", args=[other.uid]))


def _speaker_page(
    request: HttpRequest, uid: UUID, template: str, refusal: Refused | None = None
) -> HttpResponse:
    person, spoken = archive.get_speaker(uid, archive.past(request.user, timezone.now()))
    may_manage = request.user.is_authenticated and request.user.has_perm(MANAGE)
    context = {
        "person": person,
        "name": archive.shown_name(spoken),
        "spoken": spoken,
        "about": speaker_queries.about(spoken),
        "listeners": speaker_queries.listeners(spoken),
        "record": speaker_queries.record(person) if may_manage else None,
        "refusal": refusal,
        "may_split": may_manage and len(spoken) > 1,
    }
    return render(request, template, context, status=409 if refusal else 200)


def _text(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:100]


def _year(request: HttpRequest) -> int | None:
    text = request.GET.get("year", "")
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None
