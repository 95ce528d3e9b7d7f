"""The directory and the page of one person."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from members import queries
from outbox.queries import local_day


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Members, fifty at a time, by name, employer, skill or city."""
    day = local_day(timezone.now())
    text = request.GET.get("q", "")[:100].strip()
    if not queries.may_see_directory(request.user, day):
        return render(request, "members/directory_closed.html", status=403)
    page = queries.directory_page(
        text,
        viewer=queries.of_user(request.user),
        day=day,
        after=_number(request.GET.get("after")),
        before=_number(request.GET.get("before")),
    )
    return render(request, "members/directory.html", {"page": page, "q": text})


@require_safe
def person(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One person, each field as they chose; 404 for anybody hidden or unknown."""
    at = timezone.now()
    shown = queries.get_person(uid, request.user, day=local_day(at))
    viewer = queries.of_user(request.user)
    is_self = viewer is not None and viewer.pk == shown.pk
    everything = not is_self and request.user.has_perm("members.view_person")
    context = {
        "person": shown,
        "fields": queries.profile(shown, viewer, everything=everything),
        "is_self": is_self,
        "everything": everything,
        "at": at,
    }
    return render(request, "members/person.html", context)


def _number(text: str | None) -> int:
    """A row's id from the address; anything else is as good as none."""
    return int(text) if text and text.isdecimal() and len(text) < 19 and text.isascii() else 0
