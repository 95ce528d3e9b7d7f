"""Series for programme chairs: rules picked in words, previewed as dates, dates made ahead."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.actions import occurrences
from events.actions import series as actions
from events.actions.refusals import Refused
from events.forms.programme import RhythmForm
from events.models import Series
from events.queries.series import coming_days, get_series, with_coming
from events.rules.recurrence import RuleInvalid
from events.rules.rule_words import in_words
from events.views.desk import done, for_chairs, form_page
from events.views.rsvp import SeeOther
from members.queries import of_user
from outbox.queries import zone

PREVIEWED = 12


@require_safe
@for_chairs
def listing(request: HttpRequest) -> HttpResponse:
    """All rhythms, in words."""
    rows = [(row, in_words(row.rule)) for row in with_coming(timezone.now())]
    return render(request, "events/series_list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@for_chairs
def new(request: HttpRequest) -> HttpResponse:
    """A new rhythm."""
    return _edit(request, Series(timezone=zone().key))


@require_http_methods(["GET", "HEAD", "POST"])
@for_chairs
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """One rhythm: its rule, the dates it comes to, and two buttons that make drafts."""
    return _edit(request, get_series(slug))


@require_POST
@for_chairs
def ahead(request: HttpRequest, slug: str) -> HttpResponse:
    """Make drafts for the next twelve months."""
    row, at = get_series(slug), timezone.now()
    last = (at + timedelta(days=365)).date()
    try:
        made = occurrences.draft_until(series=row, last=last, by=of_user(request.user), at=at)
    except (Refused, RuleInvalid) as refusal:
        messages.error(request, str(refusal))
        return SeeOther(reverse("series-edit", args=[slug]))
    words = ngettext("%(count)d date made.", "%(count)d dates made.", len(made))
    messages.success(request, words % {"count": len(made)})
    return SeeOther(f"{reverse('programme')}?kind={row.kind}")


@require_POST
@for_chairs
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """The next date, as the last one was."""
    row = get_series(slug)
    return done(
        request, lambda by, at: actions.copy_last(series=row, by=by, at=at),
        f"{reverse('programme')}?kind={row.kind}", _("Copied to the next date of the rule."),
    )  # fmt: skip


def _edit(request: HttpRequest, row: Series) -> HttpResponse:
    at, posted = timezone.now(), request.method == "POST"
    name = row.name
    form = RhythmForm(request.POST if posted else None, instance=row)
    valid = posted and form.is_valid()
    if valid and "preview" not in request.POST:
        stored = _save(request, row, form)
        messages.success(request, _("The series is saved."))
        return SeeOther(reverse("series-edit", args=[stored.slug]))
    row.rule = form.cleaned_data["rule"] if valid else row.rule
    context = {
        "series": row, "name": name, "form": form, "words": in_words(row.rule),
        "days": coming_days(row, at, PREVIEWED) if row.rule and (valid or not posted) else [],
    }  # fmt: skip
    if valid:
        return render(request, "events/series_edit.html", context)
    return form_page(request, "events/series_edit.html", context)


def _save(request: HttpRequest, row: Series, form: RhythmForm) -> Series:
    by, at = of_user(request.user), timezone.now()
    if row.pk is None:
        return actions.create(by=by, at=at, **form.values())
    stored = Series.objects.get(pk=row.pk)
    actions.edit(series=stored, by=by, at=at, **form.values())
    return stored
