"""The choice to take part, told in plain words, and the way out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members.queries import of_user
from network.actions import participation
from network.actions.participation import GuestsStayOut
from network.models import Participant


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the network remembers, who sees it, and my own choice."""
    person = of_user(request.user)
    row = Participant.objects.filter(person=person).first() if person else None
    context = {"person": person, "row": row, "takes_part": bool(row and row.left_at is None)}
    return render(request, "network/privacy.html", context)


@require_POST
def take_part(request: HttpRequest) -> HttpResponse:
    """I was told, and stay in; `findable` says whether also after my membership ends, `named`
    whether officers may be told whom I could ask."""
    person = of_user(request.user)
    try:
        if person is None:
            raise GuestsStayOut
        participation.take_part(person=person, at=timezone.now())
    except GuestsStayOut:
        messages.error(request, _("The network is for members. Join us, and you are in it."))
        return HttpResponseRedirect(reverse("network-privacy"), status=303)
    if "choice" in request.POST:
        participation.let_be_found(person=person, findable="findable" in request.POST)
        participation.let_be_named(person=person, named="named" in request.POST)
    messages.success(request, _("You take part, as you chose."))
    return HttpResponseRedirect(reverse("network"), status=303)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Out, and everything about me is forgotten."""
    person = of_user(request.user)
    if person is not None:
        participation.leave(person=person, at=timezone.now())
        messages.success(request, _("You are out of the network, and it has forgotten you."))
    return HttpResponseRedirect(reverse("network-privacy"), status=303)
