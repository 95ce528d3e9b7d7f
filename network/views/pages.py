"""Losing touch, the people met, and one of them."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from members.models import Person
from network.forms import RHYTHMS, SpokeForm
from network.queries.cards import card
from network.queries.losing import losing_touch
from network.queries.old_friends import draft_of
from network.queries.people import known, met_people
from network.views.gate import other, taking_part
from outbox.queries import local_day

PER_PAGE = 25


@require_safe
@taking_part
def losing(request: HttpRequest, viewer: Person) -> HttpResponse:
    """The five that matter and one more; above them a note to an old friend that lies ready."""
    at = timezone.now()
    day = local_day(at)
    five, surprise = losing_touch(viewer, day)
    context = {
        "draft": draft_of(viewer, at),
        "cards": [card(one, day) for one in five],
        "surprise": card(surprise, day) if surprise else None,
        "viewer": viewer,
    }
    return render(request, "network/losing.html", context)


@require_safe
@taking_part
def people(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Everybody the viewer met who may be shown, by name."""
    day = local_day(timezone.now())
    text = request.GET.get("q", "")[:100].strip()
    page = Paginator(met_people(viewer, text, day), PER_PAGE).get_page(request.GET.get("page"))
    cards = [card(one, day) for one in known(viewer, page.object_list, day)]
    return render(request, "network/people.html", {"page": page, "cards": cards, "q": text})


@require_safe
@taking_part
def person(request: HttpRequest, uid: uuid.UUID, viewer: Person) -> HttpResponse:
    """One person: what connects us, how to reach them, and my own notes."""
    return render(request, "network/person.html", page_of(viewer, uid))


def page_of(viewer: Person, uid: uuid.UUID, form: SpokeForm | None = None) -> dict:
    """What the page of one person shows; Http404 for who was never met."""
    day = local_day(timezone.now())
    found = known(viewer, [other(uid, viewer, day)], day)[0]
    wish = found.cadence
    chosen = "never" if wish and wish.never else str(wish.days) if wish and wish.days else "usual"
    return {
        "card": card(found, day),
        "form": form or SpokeForm(initial={"on": day}),
        "rhythms": RHYTHMS,
        "chosen": chosen,
    }
