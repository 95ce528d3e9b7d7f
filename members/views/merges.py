"""The same person twice: likely pairs, a look at both, one of them, and undo."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import queries
from members.actions import merges
from members.models import Merge, Person
from members.queries.likely import pairs_on_file
from members.queries.merges import labels, twins_of
from members.rules import NotPossible

may_merge = permission_required("members.add_merge", raise_exception=True)


@may_merge
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """People on file who may be the same, and the last merges."""
    page = Paginator(pairs_on_file(), 25).get_page(request.GET.get("page"))
    done = Merge.objects.filter(undone_at=None).select_related("winner", "loser")[:20]
    context = {"page": page, "pairs": twins_of(list(page)), "done": done}
    return render(request, "members/duplicates.html", context)


@may_merge
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Find the other row of this person, look at what would move, and make them one."""
    winner = get_object_or_404(Person, uid=uid, merged_into=None)
    by = queries.of_user(request.user)
    loser = _other(request)
    if request.method == "POST" and loser is not None:
        return _merged(request, winner, loser, by)
    context: dict[str, Any] = {
        "person": winner,
        "other": loser,
        "q": request.GET.get("q", "")[:100],
    }
    if loser is not None:
        look = merges.preview(winner=winner, loser=loser, by=by)
        context |= {"look": look, "moves": labels(look.moves)}
    elif context["q"].strip():
        context["found"] = [one for one in queries.lookup(context["q"]) if one.pk != winner.pk]
    return render(request, "members/merge.html", context)


@may_merge
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Two again."""
    row = get_object_or_404(Merge.objects.select_related("winner"), pk=pk)
    try:
        merges.undo(merge=row, by=queries.of_user(request.user), at=timezone.now())
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("They are two again."))
    return HttpResponseRedirect(reverse("duplicates"), status=303)


@may_merge
@require_POST
def two(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """These are two people: not proposed again."""
    one = get_object_or_404(Person, uid=uid)
    other = _other(request)
    if other is not None:
        by = queries.of_user(request.user)
        merges.say_two(one=one, other=other, by=by, at=timezone.now())
        messages.success(request, _("Noted: they are two people."))
    return HttpResponseRedirect(reverse("duplicates"), status=303)


def _merged(request: HttpRequest, winner: Person, loser: Person, by: Person | None) -> HttpResponse:
    try:
        row = merges.merge(winner=winner, loser=loser, by=by, at=timezone.now())
    except NotPossible as problem:
        messages.error(request, str(problem))
        return HttpResponseRedirect(request.get_full_path(), status=303)
    undo_url = reverse("merge-undo", args=[row.pk])
    words = _("Everything of {name} is here now.").format(name=loser.name)
    messages.success(request, words, extra_tags=f"undo:{undo_url}")
    return HttpResponseRedirect(winner.get_absolute_url(), status=303)


def _other(request: HttpRequest) -> Person | None:
    """The other row, named in the address or the form; None where it names nobody."""
    text = request.POST.get("other") or request.GET.get("other") or ""
    try:
        return Person.objects.filter(uid=uuid.UUID(text)).first()
    except ValueError:
        return None
