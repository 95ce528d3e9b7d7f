"""A lunch or a coffee proposed to one person, and what that person says."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members.models import Person
from network.actions import proposals
from network.actions.notes import NotPossible
from network.forms import ProposalForm
from network.queries import coffees
from network.rules.slots import suggested
from network.views.gate import other, taking_part, telling
from outbox.queries import local_day, zone


@require_http_methods(["GET", "HEAD", "POST"])
@taking_part
def propose(request: HttpRequest, uid: uuid.UUID, viewer: Person) -> HttpResponse:
    """Three times, offered with three that are free in most weeks."""
    at = timezone.now()
    person = other(uid, viewer, local_day(at))
    form = ProposalForm(request.POST or None, initial=_first_choice(at))
    if request.method == "POST" and form.is_valid():
        try:
            proposals.propose(writer=viewer, person=person, at=at, **form.values())
        except NotPossible as refused:
            form.add_error(None, str(refused))
        else:
            words = _("{name} is asked. You get a letter with the answer.")
            messages.success(request, words.format(name=person.first_name))
            return _to_page()
    status = 422 if form.errors else 200
    return render(request, "network/propose.html", {"person": person, "form": form}, status=status)


@require_POST
@taking_part
def accept(request: HttpRequest, uid: uuid.UUID, viewer: Person) -> HttpResponse:
    """One of the three times."""
    row = coffees.proposal_to(viewer, uid)
    chosen = request.POST.get("time", "")
    number = int(chosen) if chosen in ("0", "1", "2") else -1
    with telling(request, _("It is fixed. Both of you get it into the calendar.")):
        proposals.accept(proposal=row, chosen=number, at=timezone.now())
    return _to_page()


@require_POST
@taking_part
def decline(request: HttpRequest, uid: uuid.UUID, viewer: Person) -> HttpResponse:
    """None of them."""
    with telling(request, _("Noted, not this time.")):
        proposals.decline(proposal=coffees.proposal_to(viewer, uid), at=timezone.now())
    return _to_page()


@require_POST
@taking_part
def withdraw(request: HttpRequest, uid: uuid.UUID, viewer: Person) -> HttpResponse:
    """The viewer takes back what they proposed."""
    with telling(request, _("Taken back.")):
        proposals.withdraw(proposal=coffees.proposal_by(viewer, uid), at=timezone.now())
    return _to_page()


def _first_choice(at: datetime) -> dict[str, datetime]:
    times = suggested(local_day(at), zone())
    return dict(zip(("first", "second", "third"), times, strict=True))


def _to_page() -> HttpResponse:
    return HttpResponseRedirect(reverse("coffee"), status=303)
