"""Vital signs as at any day, who is behind each, and who came and went between two days."""

from collections.abc import Iterator

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from events.models import Series
from kit.actions import note_export
from kit.cells import safe
from kit.downloads import csv_file
from members.models import Person
from outbox.queries import local_day
from pulse.forms import AsAt, as_at
from pulse.queries import crowd
from pulse.queries.sign import Sign
from pulse.queries.signs import signs

PER_PAGE = 50
board = permission_required("pulse.see_pulse", raise_exception=True)
CELLS = {
    "start": _("Members at the start"), "new": _("New"), "reinstated": _("Came back"),
    "resigned": _("Resigned"), "lapsed": _("Lapsed"), "other": _("Died"),
    "end": _("Members at the end"),
}  # fmt: skip


@require_safe
@board
def pulse(request: HttpRequest) -> HttpResponse:
    """How the association is: every sign with its rule, and who came and went."""
    asked = as_at(request.GET, local_day(timezone.now()))
    fall = crowd.between(asked.first, asked.day)
    cells = [(key, cell_words(key), len(getattr(fall, key))) for key in CELLS]
    context = {
        "asked": asked, "signs": signs(asked.day, asked.kind), "cells": cells,
        "kinds": Series.Kind.choices, "drawn": [(words, n) for _key, words, n in cells],
    }  # fmt: skip
    return render(request, "pulse/pulse.html", context)


@require_safe
@board
def names(request: HttpRequest, key: str) -> HttpResponse:
    """The people behind one sign or one cell; `?missing=1` those one would rather have in it."""
    asked = as_at(request.GET, local_day(timezone.now()))
    title, rule, ids = behind(key, asked, missing="missing" in request.GET)
    people = Person.objects.filter(pk__in=ids).order_by("sort_name", "id")
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    context = {"asked": asked, "page": page, "title": title, "rule": rule, "key": key,
               "missing": "missing" in request.GET}  # fmt: skip
    return render(request, "pulse/names.html", context)


@require_safe
@board
def signs_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All signs as at the day, one a row, with their rules."""
    asked = as_at(request.GET, local_day(timezone.now()))
    note_export(what=f"pulse {asked.day}", via="page", by=request.user, at=timezone.now())
    columns = ("sign", "value", "part", "whole", "rule", "as_at")
    return csv_file(f"pulse-{asked.day}.csv", columns, _rows(signs(asked.day, asked.kind), asked))


def cell_words(key: str) -> str:
    """The name of one cell of the waterfall."""
    return str(CELLS[key])


def behind(key: str, asked: AsAt, *, missing: bool) -> tuple[str, str, frozenset[int]]:
    """Title, rule and people of a sign or a cell; Http404 for anything else."""
    if key in CELLS:
        fall = crowd.between(asked.first, asked.day)
        return cell_words(key), "", frozenset(getattr(fall, key))
    for sign in signs(asked.day, asked.kind):
        if sign.key == key:
            return str(sign.label), sign.rule, sign.missing if missing else sign.people
    raise Http404


def _rows(found: list[Sign], asked: AsAt) -> Iterator[tuple]:
    for one in found:
        part, whole = ("" if n is None else n for n in (one.part, one.whole))
        yield (
            safe(str(one.label)), safe(one.value), part, whole, safe(one.rule),
            asked.day.isoformat(),
        )  # fmt: skip
