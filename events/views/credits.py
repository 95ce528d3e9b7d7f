"""Credits: one's own transcript and certificates; organizers print anybody's certificate."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.exports import credits as papers
from events.queries.credits import get_earned, totals, transcript
from events.queries.meetings import get_meeting
from events.queries.reports import EXPORT
from kit.downloads import paper
from members.models import Person
from members.queries import of_user
from members.recent import take_out
from outbox.queries import local_day


@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """One's own credits, newest first, with the sum of each year."""
    person = _person(request)
    earned = transcript(person)
    context = {"person": person, "earned": earned, "totals": totals(earned)}
    return render(request, "events/credits.html", context)


@require_safe
def as_pdf(request: HttpRequest) -> HttpResponse:
    """The transcript on the letterhead."""
    person, today = _person(request), local_day(timezone.now())
    earned = transcript(person)
    return paper(request, "credits.pdf", lambda: papers.transcript(person, earned, today=today))


@require_safe
def certificate(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """The certificate of one meeting: one's own, or anybody's for who may export attendance."""
    own, meeting = of_user(request.user), get_meeting(slug, request.user)
    person = Person.objects.filter(uid=uid, merged_into__isnull=True).first()
    if person is None or (person != own and not request.user.has_perm(EXPORT)):
        raise Http404
    earned = get_earned(meeting, person)
    if person != own:
        take_out(request, f"{slug}: certificate", Person.objects.filter(pk=person.pk))
    today, name = local_day(timezone.now()), f"certificate-{slug}.pdf"
    return paper(request, name, lambda: papers.certificate(person, earned, today=today))


def _person(request: HttpRequest) -> Person:
    person = of_user(request.user)
    if person is None:
        raise Http404
    return person
