"""What one has done for the association: a page and a paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.exports.service import service_record
from events.queries.service import my_jobs, service
from kit.downloads import paper
from members.models import Person
from members.queries import of_user
from outbox.queries import local_day


@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """One's own service: jobs to come, jobs done with their hours, seats."""
    person, at = _person(request), timezone.now()
    found = service(person, local_day(at))
    context = {"person": person, "service": found, "jobs": my_jobs(person, at)}
    return render(request, "events/service.html", context)


@require_safe
def as_pdf(request: HttpRequest) -> HttpResponse:
    """The record on the letterhead."""
    person, today = _person(request), local_day(timezone.now())
    found = service(person, today)
    return paper(request, "service.pdf", lambda: service_record(person, found, today=today))


def _person(request: HttpRequest) -> Person:
    person = of_user(request.user)
    if person is None:
        raise Http404
    return person
