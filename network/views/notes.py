""" "We spoke", and how often to be reminded: each one tap, each taken back by another."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from members.models import Person
from network.actions import notes
from network.actions.notes import NotPossible
from network.forms import RhythmForm, SpokeForm
from network.views.gate import other, taking_part
from network.views.pages import page_of
from outbox.queries import local_day

PAUSE = timedelta(days=30)


@require_POST
@taking_part
def spoke(request: HttpRequest, uid: uuid.UUID, viewer: Person) -> HttpResponse:
    """One contact, from the one-tap button (a call today) or from the form."""
    at = timezone.now()
    person = other(uid, viewer, local_day(at))
    form = SpokeForm({"channel": "call", **request.POST.dict()})
    if not form.is_valid():
        return render(request, "network/person.html", page_of(viewer, uid, form), status=422)
    given = form.cleaned_data | {"on": form.cleaned_data["on"] or local_day(at)}
    try:
        touch = notes.spoke(writer=viewer, person=person, at=at, **given)
    except NotPossible as refused:
        form.add_error("on", str(refused))
        return render(request, "network/person.html", page_of(viewer, uid, form), status=422)
    undo_path = reverse("network-undo", args=[touch.pk])
    words = _("Noted: you were in touch with {name}.").format(name=person.first_name)
    messages.success(request, words, extra_tags=f"undo:{undo_path}")
    return _back(request, person)


@require_POST
@taking_part
def undo(request: HttpRequest, pk: int, viewer: Person) -> HttpResponse:
    """Forget one contact that I noted."""
    if notes.take_back(writer=viewer, touch_id=pk):
        messages.success(request, _("Taken back."))
    return HttpResponseRedirect(reverse("network"), status=303)


@require_POST
@taking_part
def rhythm(request: HttpRequest, uid: uuid.UUID, viewer: Person) -> HttpResponse:
    """Remind me as often as this, not for a month (`pause`), or never."""
    today = local_day(timezone.now())
    person = other(uid, viewer, today)
    if "pause" in request.POST:
        notes.pause(writer=viewer, person=person, until=today + PAUSE)
        words = _("You will not be reminded of {name} for a month.")
    else:
        form = RhythmForm(request.POST)
        if not form.is_valid():
            return render(request, "network/person.html", page_of(viewer, uid), status=422)
        notes.rhythm(writer=viewer, person=person, **form.values())
        words = _("Noted for {name}.")
    messages.success(request, words.format(name=person.first_name))
    return _back(request, person)


def _back(request: HttpRequest, person: Person) -> HttpResponse:
    where = "network-person" if request.POST.get("from") == "person" else "network"
    args = [person.uid] if where == "network-person" else []
    return HttpResponseRedirect(reverse(where, args=args), status=303)
