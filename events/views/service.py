"""What one has done for the association: a page and a paper."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.exports import service_record
from events.queries.service import my_jobs, service
from kit.pdf import NoPdf
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


@never_cache
@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """The record as PDF on the letterhead; where none can be drawn, the page says so."""
    person, today = _person(request), local_day(timezone.now())
    try:
        body = service_record(person, service(person, today), today=today)
    except NoPdf:
        messages.error(request, _("PDFs cannot be made here. Print this page instead."))
        return HttpResponseRedirect(reverse("me-service"))
    headers = {"Content-Disposition": 'inline; filename="service.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def _person(request: HttpRequest) -> Person:
    person = of_user(request.user)
    if person is None:
        raise Http404
    return person
