"""A note to an old friend: read it, change it, and send it; or not this time."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members.models import Person
from network.actions import old_friends
from network.actions.notes import NotPossible
from network.forms import NoteForm
from network.queries.cards import card
from network.queries.old_friends import get_draft, knows, text
from network.views.gate import taking_part
from outbox.queries import local_day


@require_http_methods(["GET", "HEAD", "POST"])
@taking_part
def draft(request: HttpRequest, uid: uuid.UUID, viewer: Person) -> HttpResponse:
    """The draft in a field; it goes out by this button and by nothing else."""
    at = timezone.now()
    note = get_draft(viewer, uid, at)
    one = knows(note, at)
    if one is None:
        raise Http404
    form = NoteForm(request.POST or None, initial={"text": text(note, one, at)})
    if request.method == "POST" and form.is_valid():
        try:
            old_friends.send(note=note, text=form.cleaned_data["text"], at=at)
        except NotPossible as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on its way. An answer goes to your address."))
            return HttpResponseRedirect(reverse("network"), status=303)
    context = {"note": note, "card": card(one, local_day(at)), "form": form}
    return render(request, "network/draft.html", context, status=422 if form.errors else 200)


@require_POST
@taking_part
def pass_on(request: HttpRequest, uid: uuid.UUID, viewer: Person) -> HttpResponse:
    """Not this time; nobody hears of it."""
    at = timezone.now()
    old_friends.pass_on(note=get_draft(viewer, uid, at), at=at)
    messages.success(request, _("Noted, not this time."))
    return HttpResponseRedirect(reverse("network"), status=303)
