"""In the rounds of coffee or out of them, a rest and back, and whom never to sit with."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.models import Person
from members.tokens import TokenExpired, TokenInvalid, read_person_link
from network.actions import wishes
from network.forms import RoundForm
from network.queries import rounds
from network.views.gate import taking_part, telling
from outbox.queries import local_day


@require_POST
@taking_part
def join(request: HttpRequest, viewer: Person) -> HttpResponse:
    """In the rounds, or otherwise than so far."""
    form = RoundForm(request.POST)
    if form.is_valid():
        wishes.join(person=viewer, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("You are in. The next round tells you who comes."))
    else:
        messages.error(request, _("Choose how often, please."))
    return _to("coffee")


@require_POST
@taking_part
def pause(request: HttpRequest, viewer: Person) -> HttpResponse:
    """In no round until I come back."""
    wishes.pause(person=viewer, at=timezone.now())
    messages.success(request, _("You rest until you come back."))
    return _to("coffee")


@require_POST
@taking_part
def come_back(request: HttpRequest, viewer: Person) -> HttpResponse:
    """One tap, and in the next round again."""
    if wishes.come_back(person=viewer):
        messages.success(request, _("Welcome back. You are in the next round."))
    return _to("coffee")


@require_POST
@taking_part
def leave(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Out of the rounds; proposals go on."""
    wishes.leave(person=viewer)
    messages.success(request, _("You are in no round any more."))
    return _to("coffee")


@require_safe
@taking_part
def never(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Whom the viewer never wants to sit with, and a search to add somebody."""
    text = request.GET.get("q", "")[:100].strip()
    context = {
        "avoided": rounds.avoided_by(viewer),
        "found": rounds.to_avoid(viewer, text, local_day(timezone.now())),
        "q": text,
    }
    return render(request, "network/never.html", context)


@require_POST
@taking_part
def avoid(request: HttpRequest, uid: uuid.UUID, viewer: Person) -> HttpResponse:
    """Never pair me with this person."""
    person = _member(viewer, uid)
    with telling(request):
        wishes.avoid(writer=viewer, person=person)
        undo_path = reverse("coffee-allow", args=[person.uid])
        words = _("You will not sit with {name}. Nobody learns of it.")
        messages.success(
            request, words.format(name=person.first_name), extra_tags=f"undo:{undo_path}"
        )
    return _to("coffee-never")


@require_POST
@taking_part
def allow(request: HttpRequest, uid: uuid.UUID, viewer: Person) -> HttpResponse:
    """Off the list."""
    wishes.allow(writer=viewer, person=_member(viewer, uid))
    messages.success(request, _("Taken back."))
    return _to("coffee-never")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """The way back by a mailed link; looking changes nothing."""
    try:
        person, _about = read_person_link("back", token, at=timezone.now())
    except TokenInvalid as error:
        expired = {"expired": isinstance(error, TokenExpired)}
        return render(request, "network/link_useless.html", expired, status=410)
    done = request.method == "POST" and wishes.come_back(person=person)
    wish = rounds.wish_of(person)
    context = {"person": person, "wish": wish, "done": done}
    return render(request, "network/back.html", context)


def _member(viewer: Person, uid: uuid.UUID) -> Person:
    found = rounds.who_to_avoid(viewer, uid, local_day(timezone.now()))
    if found is None:
        raise Http404
    return found


def _to(name: str) -> HttpResponse:
    return HttpResponseRedirect(reverse(name), status=303)
