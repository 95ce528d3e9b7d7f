"""Who gets what in the next fourteen days, and when the letters of a series leave."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.actions import ladders
from events.forms import SeriesLettersForm
from events.models import Series, SeriesLetters
from events.queries.ladders import Step, get_series, get_step, people_of, steps
from events.queries.meetings import MANAGE
from events.queries.reminders import offsets
from events.views.rsvp import SeeOther
from members.queries import of_user
from outbox import kinds
from outbox.models import Message
from outbox.rendering import preview

STEPS, PEOPLE = 20, 50
organizer = permission_required(MANAGE, raise_exception=True)


@require_safe
@organizer
def plan(request: HttpRequest) -> HttpResponse:
    """The dry run: every letter due within fourteen days, and to how many as things stand."""
    page = Paginator(steps(timezone.now()), STEPS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(step, step.rows().count()) for step in page],
        "series": Series.objects.order_by("name"),
    }
    return render(request, "events/letters_plan.html", context)


@require_safe
@organizer
def step(request: HttpRequest, slug: str, stage: str) -> HttpResponse:
    """One letter to come: to whom, and how it would read today."""
    found = get_step(slug, stage, timezone.now())
    page = Paginator(found.rows(), PEOPLE).get_page(request.GET.get("page"))
    rows = list(page)
    context = {
        "step": found,
        "page": page,
        "people": people_of(rows),
        "shown": _preview(found, rows),
    }
    return render(request, "events/letters_step.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@organizer
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """When the letters of one series leave, and the sentence at their top."""
    found = get_series(slug)
    own = SeriesLetters.objects.filter(series=found).first()
    form = SeriesLettersForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        by, at = of_user(request.user), timezone.now()
        ladders.set_letters(series=found, letters=form.cleaned_data, by=by, at=at)
        messages.success(request, _("The letters of this series are set."))
        return SeeOther(reverse("letters-plan"))
    context = {"series": found, "form": form, "usual": offsets()}
    return render(
        request, "events/letters_series.html", context, status=422 if form.errors else 200
    )


def _preview(found: Step, rows: list[tuple]) -> object:
    """The letter to the first of these people, as it would leave when it is due."""
    if not rows:
        return None
    to, about, key = rows[0]
    at = found.stage.due_at
    category = kinds.kind(found.kind).category
    letter = Message(
        id=0, kind=found.kind, category=category, to=to, about=about, dedupe_key=key, created_at=at
    )
    return preview(letter, at)
