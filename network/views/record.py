"""My record: a page on which each part is chosen, and the paper of what was chosen."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kit.downloads import paper
from members.models import Person
from members.queries import of_user
from network.exports import record_paper
from network.queries import record as queries
from outbox.queries import local_day


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """All parts with a box each, and the paper as it will be."""
    person = _person(request)
    parts = queries.record(person, timezone.now(), _chosen(request))
    shown = [part for part in parts if part.shown]
    context = {"person": person, "parts": parts, "shown": shown}
    return render(request, "network/record.html", context)


@require_safe
def as_pdf(request: HttpRequest) -> HttpResponse:
    """The parts chosen, on the letterhead."""
    person, at = _person(request), timezone.now()
    parts = [part for part in queries.record(person, at, _chosen(request)) if part.shown]
    today = local_day(at)
    return paper(request, "record.pdf", lambda: record_paper(person, parts, today=today))


def _chosen(request: HttpRequest) -> list[str] | None:
    """The parts asked for; None, which is all, where nothing was chosen yet."""
    return request.GET.getlist("part") if "chosen" in request.GET else None


def _person(request: HttpRequest) -> Person:
    person = of_user(request.user)
    if person is None:
        raise Http404
    return person
