"""One person's side of the end: what others may keep of me, whom I choose, and my books. The link
of the letter opens it without a log-in; who is signed in gets there from home."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.downloads import csv_file
from kit.limits import limited
from members.models import Person
from members.tokens import TokenExpired, TokenInvalid, read_person_link
from members.views.own import own_page
from outbox.queries import letterhead, local_day
from pulse.actions import closing as actions
from pulse.exports.farewell import CONTACTS, contact_cards, contact_cells, talks_archive
from pulse.forms import FarewellForm
from pulse.letters.closing import PURPOSE, link
from pulse.models import Closing
from pulse.queries import closing as queries

PER_PAGE, HOUR = 25, 3600
View = Callable[..., HttpResponseBase]


@require_safe
@own_page
def mine(request: HttpRequest, person: Person) -> HttpResponse:
    """To one's own page, for who is signed in."""
    closing, at = queries.standing(), timezone.now()
    if closing is None or not queries.is_asked(person, local_day(at)):
        raise Http404
    return HttpResponseRedirect(reverse("farewell", args=[link(closing, person, at)]))


def linked(view: View) -> View:
    """Decorator: the view gets the end that stands, the person of the link, and the token."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponseBase:
        try:
            person, about = read_person_link(PURPOSE, token, at=timezone.now())
        except TokenInvalid as error:
            expired = isinstance(error, TokenExpired)
            status = 410 if expired else 404
            return render(request, "members/link_gone.html", {"expired": expired}, status=status)
        response = view(request, queries.get_closing(about), person, token)
        response["Referrer-Policy"] = "same-origin"
        response["Cache-Control"] = "private, no-store"
        return response

    return login_not_required(guarded)


def given(view: View) -> View:
    """Decorator inside `linked`: the books can be fetched once they are given out."""

    @wraps(view)
    def guarded(request: HttpRequest, closing: Closing, *args: Any) -> HttpResponseBase:
        if closing.given_at is None:
            raise Http404
        return view(request, closing, *args)

    return guarded


@linked
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, closing: Closing, person: Person, token: str) -> HttpResponse:
    """What others may keep of me, and whom I chose; once given out, my books."""
    said = queries.farewell_of(closing, person)
    form = FarewellForm(request.POST or None, initial=FarewellForm.of(said))
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        actions.say(closing=closing, person=person, at=at, **form.cleaned_data)
        messages.success(request, _("Noted. You can change it here at any time."))
        return HttpResponseRedirect(reverse("farewell", args=[token]), status=303)
    context = {
        "closing": closing, "person": person, "token": token, "form": form, "said": said,
        "friends": queries.friends_of(said)[:PER_PAGE],
        "kept": queries.book(closing, person).count() if closing.given_at else None,
    }  # fmt: skip
    return render(request, "pulse/farewell.html", context, status=422 if form.errors else 200)


@linked
@require_safe
def friends(request: HttpRequest, closing: Closing, person: Person, token: str) -> HttpResponse:
    """Whom I may choose, those I met first; `?q=` searches names."""
    text = request.GET.get("q", "")[:100]
    found = queries.to_choose_from(person, text, local_day(timezone.now()))
    rows = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    said = queries.farewell_of(closing, person)
    chosen = set(queries.friends_of(said).values_list("pk", flat=True))
    context = {"closing": closing, "token": token, "page": rows, "q": text, "chosen": chosen}
    return render(request, "pulse/farewell_friends.html", context)


@linked
@require_POST
def choose(request: HttpRequest, closing: Closing, person: Person, token: str) -> HttpResponse:
    """Choose somebody, or not any longer."""
    try:
        uid = UUID(request.POST.get("person", ""))
    except ValueError:
        raise Http404 from None
    at = timezone.now()
    friend = get_object_or_404(queries.to_choose_from(person, "", local_day(at)), uid=uid)
    if request.POST.get("how") == "drop":
        actions.drop(closing=closing, person=person, friend=friend)
    else:
        actions.choose(closing=closing, person=person, friend=friend, at=at)
    return HttpResponseRedirect(reverse("farewell-friends", args=[token]), status=303)


@linked
@require_safe
@given
def contacts_csv(
    request: HttpRequest, closing: Closing, person: Person, token: str
) -> HttpResponseBase:
    """My copy of the book, as a sheet."""
    return csv_file("contacts.csv", CONTACTS, contact_cells(queries.book(closing, person)))


@linked
@require_safe
@given
def contacts_vcf(
    request: HttpRequest, closing: Closing, person: Person, token: str
) -> HttpResponse:
    """The same for an address book."""
    body = contact_cards(queries.book(closing, person))
    return _file("contacts.vcf", "text/vcard; charset=utf-8", body)


@limited("talks", limit=30, seconds=HOUR)
@linked
@require_safe
@given
def talks(request: HttpRequest, closing: Closing, person: Person, token: str) -> HttpResponse:
    """All talks, as pages that need no server."""
    head, meetings = letterhead(), queries.talks(person, timezone.now())
    body = talks_archive(meetings, head.name if head else "")
    return _file("talks.zip", "application/zip", body)


def _file(name: str, kind: str, body: bytes) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=kind, headers=headers)
