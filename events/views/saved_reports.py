"""Questions kept under a name: their stable address, and what an officer does with them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events.actions import saved_reports
from events.actions.refusals import NotPossible
from events.forms.reports import KeepForm
from events.queries.reports import EXPORT
from events.queries.saved_reports import get_saved, question
from events.views.reports import address, get_report, reporter
from members.queries import of_user
from outbox.queries import local_day
from roles.queries.holders import holders


@require_safe
@reporter
def show(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The report with its question as of today."""
    at = timezone.now()
    report, asked = question(get_saved(uid), local_day(at), at)
    return HttpResponseRedirect(address(report.key, asked))


@require_POST
@reporter
def save(request: HttpRequest, key: str) -> HttpResponse:
    """Keep the question of a report under a name."""
    report, at = get_report(key), timezone.now()
    form = KeepForm(request.POST, officers=holders(EXPORT, local_day(at)))
    if form.is_valid():
        try:
            saved_reports.save(report=key, by=of_user(request.user), at=at, **form.cleaned_data)
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Kept."))
            return HttpResponseRedirect(reverse("reports"), status=303)
    context = {"keep": form, "report": report}
    return render(request, "events/report_keep.html", context, status=422)


@require_POST
@reporter
def drop(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take it away, with an undo."""
    saved_reports.drop(saved=get_saved(uid), by=of_user(request.user), at=timezone.now())
    undo = reverse("report-saved-restore", args=[uid])
    messages.success(request, _("Taken away."), extra_tags=f"undo:{undo}")
    return HttpResponseRedirect(reverse("reports"), status=303)


@require_POST
@reporter
def restore(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Bring it back."""
    saved_reports.restore(saved=get_saved(uid), by=of_user(request.user), at=timezone.now())
    messages.success(request, _("It is back."))
    return HttpResponseRedirect(reverse("reports"), status=303)
