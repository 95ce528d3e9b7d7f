"""Vital signs as at any day, who is behind each, and who came and went between two days."""

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.models import Series
from outbox.queries import local_day
from pulse.forms import AsAt, as_at
from pulse.queries.annual import years
from pulse.queries.crowd import Crowd, by_name
from pulse.queries.exits import reasons
from pulse.queries.overview import CELLS, overview
from pulse.queries.signs import find

PER_PAGE = 50
board = permission_required("pulse.see_pulse", raise_exception=True)


@require_safe
@board
def pulse(request: HttpRequest) -> HttpResponse:
    """How the association is: every sign with its rule, who came and went, how long it may last."""
    today = local_day(timezone.now())
    asked = as_at(request.GET, today)
    seen = overview(asked.day, asked.first, asked.kind)
    context = {
        "asked": asked, "seen": seen, "kinds": Series.Kind.choices, "years": years(today),
        "drawn": [(words, number) for _key, words, number in seen.cells],
    }  # fmt: skip
    return render(request, "pulse/pulse.html", context)


@require_safe
@board
def names(request: HttpRequest, key: str) -> HttpResponse:
    """The people behind one sign or one cell; `?missing=1` those one would rather have in it."""
    asked = as_at(request.GET, local_day(timezone.now()))
    title, rule, ids = behind(key, asked, missing="missing" in request.GET)
    paginator = Paginator(by_name(ids), PER_PAGE)
    paginator.count = len(ids)
    page = paginator.get_page(request.GET.get("page"))
    why = reasons(key, [person.pk for person in page], asked.day)
    context = {
        "asked": asked, "page": page, "title": title, "rule": rule, "key": key,
        "people": [(person, why.get(person.pk, "")) for person in page],
        "missing": "missing" in request.GET,
    }  # fmt: skip
    return render(request, "pulse/names.html", context)


def behind(key: str, asked: AsAt, *, missing: bool) -> tuple[str, str, frozenset[int]]:
    """Title, rule and people of a sign or a cell; Http404 for anything else."""
    if key in CELLS:
        fall = Crowd(asked.first, asked.day).between(asked.first, asked.day)
        return str(CELLS[key]), "", frozenset(getattr(fall, key))
    sign = find(key, asked.day, asked.kind)
    if sign is None:
        raise Http404
    return str(sign.label), sign.rule, sign.missing if missing else sign.people
