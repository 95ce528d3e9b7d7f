"""The photo of one's page, and letters from one member to another."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import queries
from members.actions import profiles, relays
from members.forms.people import PhotoForm, RelayForm
from members.models import Person
from members.queries.profiles import get_portrait
from members.queries.relays import takes_letters
from members.rules import NotPossible
from members.views.own import own_page
from outbox.queries import local_day


@require_safe
def photo(request: HttpRequest, uid: uuid.UUID) -> HttpResponseBase:
    """A photo for whoever may see it; a new one has another address. It is small: read at once."""
    row = get_portrait(uid, request.user, day=local_day(timezone.now()))
    try:
        with (row.small if "small" in request.GET else row.file).open("rb") as opened:
            answer = HttpResponse(opened.read(), content_type="image/jpeg")
    except OSError as error:
        raise Http404 from error
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def my_photo(request: HttpRequest, person: Person) -> HttpResponse:
    """Send a photo, or see the one that is there."""
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            file = form.cleaned_data["photo"]
            profiles.set_portrait(person=person, file=file, by=person, at=timezone.now())
        except NotPossible as problem:
            form.add_error("photo", str(problem))
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("me-photo"), status=303)
    shown = queries.profile(person, person, audience="met", everything=True)
    context = {"form": form, "person": person, "photo": shown.photo}
    return render(request, "members/photo.html", context, status=422 if form.errors else 200)


@require_POST
def drop_photo(request: HttpRequest) -> HttpResponse:
    """Take the own photo away, for good."""
    person = queries.of_user(request.user)
    if person is None:
        raise Http404
    if profiles.remove_portrait(person=person, by=person, at=timezone.now()):
        messages.success(request, _("Your photo is deleted."))
    return HttpResponseRedirect(reverse("me-photo"), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One member writes to another without knowing the address; 404 where that is not wanted."""
    at = timezone.now()
    shown, writer = queries.get_person(uid, request.user, day=local_day(at)), _writer(request)
    if writer.pk == shown.pk or not takes_letters(shown):
        raise Http404
    form = RelayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            relays.send(sender=writer, recipient=shown, text=form.cleaned_data["text"], at=at)
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            words = _("Your letter to {name} is on its way.")
            messages.success(request, words.format(name=shown.name))
            return HttpResponseRedirect(shown.get_absolute_url(), status=303)
    own = queries.address_for(writer)
    context = {"form": form, "person": shown, "own_address": own}
    return render(request, "members/write.html", context, status=422 if form.errors else 200)


def _writer(request: HttpRequest) -> Person:
    found = queries.of_user(request.user)
    if found is None:
        raise Http404
    return found
