"""The list of meetings and the page of one."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.forms import GuestForm
from events.models import Rsvp
from events.queries.beside import beside
from events.queries.meetings import for_cards, get_meeting, upcoming, visible_to
from events.queries.pages import page
from members.queries import of_user

PER_PAGE = 20


@login_not_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Coming meetings, soonest first; `?q=` searches topic, speaker and place."""
    person, text = of_user(request.user), request.GET.get("q", "")[:100]
    found = upcoming(visible_to(person, request.user), timezone.now(), text)
    shown = Paginator(for_cards(found, person), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "events/list.html", {"page": shown, "q": text})


@login_not_required
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting: when, where, who speaks, who comes, and the viewer's own answer."""
    meeting = get_meeting(slug, request.user)
    wish = request.GET.get("answer", "")
    wish = wish if wish in (Rsvp.State.GOING, Rsvp.State.DECLINED) else ""
    at = timezone.now()
    context = page(meeting, request.user, at, wish=wish)
    context["guest_form"] = GuestForm()
    context |= beside(meeting, request.user, at, context["page"])
    return render(request, "events/meeting.html", context)
