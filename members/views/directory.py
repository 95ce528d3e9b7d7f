"""The directory and the page of one person."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from members import queries
from members.queries.facets import Facets
from members.queries.facets import counts as facet_counts
from members.queries.relays import takes_letters
from outbox.queries import local_day

KIND_WORDS = {
    "city": gettext_lazy("City"),
    "employer": gettext_lazy("Employer"),
    "skill": gettext_lazy("Skill"),
}


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Members, fifty at a time, by name, employer, skill or city."""
    day = local_day(timezone.now())
    text = request.GET.get("q", "")[:100].strip()
    if not queries.may_see_directory(request.user, day):
        return render(request, "members/directory_closed.html", status=403)
    facets = Facets.of(request.GET)
    page = queries.directory_page(
        text,
        viewer=queries.of_user(request.user),
        day=day,
        facets=facets,
        after=_number(request.GET.get("after")),
        before=_number(request.GET.get("before")),
    )
    chosen = [(KIND_WORDS[kind], request.GET[kind], {kind: None}) for kind in facets.given]
    context = {"page": page, "q": text, "facets": facets.given, "chosen": chosen}
    return render(request, "members/directory.html", context)


@require_safe
def by_facet(request: HttpRequest) -> HttpResponse:
    """Cities, employers and skills that members share, each leading to who has it."""
    day = local_day(timezone.now())
    if not queries.may_see_directory(request.user, day):
        return render(request, "members/directory_closed.html", status=403)
    found = facet_counts(day)
    kinds = [(kind, words, found[kind]) for kind, words in KIND_WORDS.items()]
    return render(request, "members/facets.html", {"kinds": kinds})


@require_safe
def person(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One person, each field as they chose; 404 for anybody hidden or unknown."""
    at = timezone.now()
    shown = queries.get_person(uid, request.user, day=local_day(at))
    viewer = queries.of_user(request.user)
    is_self = viewer is not None and viewer.pk == shown.pk
    everything = not is_self and request.user.has_perm("members.view_person")
    audience = ("met" if request.GET.get("as") == "met" else "members") if is_self else ""
    context = {
        "person": shown,
        "profile": queries.profile(shown, viewer, everything=everything, audience=audience),
        "audience": audience,
        "takes_letters": viewer is not None and not is_self and takes_letters(shown),
        "is_self": is_self,
        "everything": everything,
        "at": at,
    }
    return render(request, "members/person.html", context)


def _number(text: str | None) -> int:
    """A row's id from the address; anything else is as good as none."""
    return int(text) if text and text.isdecimal() and len(text) < 19 and text.isascii() else 0
