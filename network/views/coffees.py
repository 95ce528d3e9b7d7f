"""Lunch and coffee: what is asked, agreed, to be told, and past; behind the log-in or by a link."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.models import Person
from members.tokens import TokenExpired, TokenInvalid, read_person_link
from network import ical
from network.actions import coffees as actions
from network.actions.notes import NotPossible
from network.forms import RoundForm
from network.models import CoffeeWish, PairingSeat
from network.queries import coffees as queries
from network.queries.people import takes_part
from network.queries.rounds import rounds_for
from network.views.gate import taking_part, telling

PER_PAGE = 12
TOLD = {"yes": True, "no": False}


@require_safe
@taking_part
def page(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Everything of this member's lunches and coffees."""
    at = timezone.now()
    past = Paginator(queries.past(viewer, at), PER_PAGE).get_page(request.GET.get("page"))
    context = rounds_for(viewer, timezone.localtime(at).date()) | {
        "asked_of": queries.asked_of(viewer, at),
        "asked_by": queries.asked_by(viewer, at),
        "page": past,
    }
    context["form"] = round_form(viewer, context["wish"])
    context |= queries.at_tables(viewer, list(past), at)
    return render(request, "network/coffee.html", context)


@require_POST
@taking_part
def suit(request: HttpRequest, uid: uuid.UUID, viewer: Person) -> HttpResponse:
    """These of the times suit me."""
    seat = queries.seat_at(viewer, uid)
    chosen = [int(n) for n in request.POST.getlist("time") if n in ("0", "1", "2")]
    with telling(request):
        pairing = actions.suit(seat=seat, suits=chosen, at=timezone.now())
        fixed = _("It is fixed. All of you get it into the calendar.")
        messages.success(request, fixed if pairing.agreed_at else _("Noted. The others see it."))
    return _to_page()


@require_POST
@taking_part
def call_off(request: HttpRequest, uid: uuid.UUID, viewer: Person) -> HttpResponse:
    """I cannot make it after all."""
    with telling(request, _("It is called off. The others get a letter.")):
        actions.call_off(seat=queries.seat_at(viewer, uid), at=timezone.now())
    return _to_page()


@require_POST
@taking_part
def met(request: HttpRequest, uid: uuid.UUID, viewer: Person) -> HttpResponse:
    """Did you meet?"""
    with telling(request):
        note = _tell(queries.seat_at(viewer, uid), request.POST.get("met", ""), timezone.now())
        messages.success(request, note)
    return _to_page()


@require_safe
@taking_part
def calendar(request: HttpRequest, uid: uuid.UUID, number: int, viewer: Person) -> HttpResponse:
    """One of the times to take along; what is not agreed yet stands there as tentative."""
    seat, at = queries.seat_at(viewer, uid), timezone.now()
    if number >= len(seat.pairing.times):
        raise Http404
    entry = ical.entry(queries.tables([seat], at)[0], number)
    answer = HttpResponse(ical.calendar(entry, at=at), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="coffee.ics"'
    return answer


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """The same question by a mailed link; looking changes nothing."""
    at = timezone.now()
    try:
        seat = _of_link(token, at)
    except TokenInvalid as error:
        expired = {"expired": isinstance(error, TokenExpired)}
        return render(request, "network/link_useless.html", expired, status=410)
    note = _told(seat, request.POST.get("met", ""), at) if request.method == "POST" else ""
    seat.refresh_from_db()
    context = {
        "table": queries.tables([seat], at)[0], "note": note, "wish": request.GET.get("met", ""),
    }  # fmt: skip
    return render(request, "network/met.html", context)


def round_form(person: Person, wish: CoffeeWish | None) -> RoundForm:
    """Rhythm and city as they are, or as they might be."""
    if wish is None:
        return RoundForm(initial={"city": person.city})
    return RoundForm(initial={"rhythm": wish.rhythm, "city": wish.city or person.city})


def _of_link(token: str, at: datetime) -> PairingSeat:
    person, about = read_person_link("met", token, at=at)
    seat = queries.seat_by_link(person, about)
    if seat is None or not takes_part(person):
        raise TokenInvalid
    return seat


def _tell(seat: PairingSeat, said: str, at: datetime) -> str:
    """Write the answer down; gives the sentence that says so. Raises NotPossible."""
    if said not in TOLD:
        raise NotPossible(_("Say yes or no."))
    actions.tell(seat=seat, met=TOLD[said], at=at)
    return _("Good! It is noted for all of you.") if TOLD[said] else _("Noted, not this time.")


def _told(seat: PairingSeat, said: str, at: datetime) -> str:
    """The same; gives the reason, too, where it cannot be."""
    try:
        return _tell(seat, said, at)
    except NotPossible as refused:
        return str(refused)


def _to_page() -> HttpResponse:
    return HttpResponseRedirect(reverse("coffee"), status=303)
