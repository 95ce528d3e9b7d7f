"""Who is in the set of a letter, and the letter as one of them reads it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from association.queries.audiences import Audience, reached, words
from association.queries.letters import as_read_by
from association.views.letter_previews import DARK, FRAME_CSP, LIST_CSP
from association.views.letters import draft, me, writer
from members.actions import announcements as actions
from members.models import Announcement, Person
from members.queries import announcements as queries
from members.queries import lookup

PER_PAGE = 100


@writer
@require_safe
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody of the set by name; `?q=` finds somebody to add."""
    letter = queries.get_announcement(pk)
    audience, text = Audience.read(letter.audience), request.GET.get("q", "")[:100]
    found = queries.addressed(reached(audience, timezone.now()), letter)
    context = {
        "letter": letter,
        "words": words(audience),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "q": text,
        "found": lookup(text.replace("\x00", "")) if text else [],
        "left_out": Person.objects.filter(pk__in=audience.without),
        "is_draft": letter.state == Announcement.State.DRAFT,
    }
    return render(request, "association/letters/people.html", context)


@writer
@require_POST
def add(request: HttpRequest, pk: int, uid: UUID) -> HttpResponse:
    """Somebody chosen by name gets the letter, too."""
    return _chosen(request, pk, uid, wanted=True)


@writer
@require_POST
def leave(request: HttpRequest, pk: int, uid: UUID) -> HttpResponse:
    """Somebody of the set does not get it."""
    return _chosen(request, pk, uid, wanted=False)


@writer
@require_safe
@csp_override(LIST_CSP)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as one named person of the set reads it (`?person=`; else the first one)."""
    letter = queries.get_announcement(pk)
    people = reached(Audience.read(letter.audience), timezone.now())
    person = _reader(request, people)
    context: dict[str, Any] = {"letter": letter, "person": person, "people": people[:PER_PAGE]}
    if person:
        context["shown"] = as_read_by(letter, person, timezone.now())
    return render(request, "association/letters/preview.html", context)


@writer
@require_safe
@xframe_options_sameorigin
@csp_override(FRAME_CSP)
def sheet(request: HttpRequest, pk: int, uid: UUID) -> HttpResponse:
    """The letter alone, for the frame of the preview."""
    letter = queries.get_announcement(pk)
    person = get_object_or_404(Person, uid=uid, merged_into=None)
    html = as_read_by(letter, person, timezone.now()).html
    return HttpResponse(html.replace(DARK, "not all"))


def _reader(request: HttpRequest, people: QuerySet[Person]) -> Person | None:
    uid = request.GET.get("person", "")
    try:
        chosen = Person.objects.filter(uid=UUID(uid), merged_into=None).first()
    except ValueError:
        chosen = None
    return chosen or people.first()


def _chosen(request: HttpRequest, pk: int, uid: UUID, *, wanted: bool) -> HttpResponse:
    letter, person = draft(request, pk), get_object_or_404(Person, uid=uid, merged_into=None)
    audience = Audience.read(letter.audience)
    added = tuple(one for one in audience.people if one != person.pk)
    left = tuple(one for one in audience.without if one != person.pk)
    changed = replace(
        audience,
        people=(*added, person.pk) if wanted else added,
        without=left if wanted or person.pk in audience.people else (*left, person.pk),
    )
    actions.edit(letter=letter, by=me(request), at=timezone.now(), audience=changed.stored())
    return HttpResponseRedirect(reverse("letter-people", args=[pk]), status=303)
