"""The organizer says which jobs a meeting needs."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.actions import duties
from events.actions.duties import DutyRefused
from events.forms import PlanForm
from events.models import Meeting
from events.queries.duties import planned
from events.queries.meetings import get_meeting
from events.views.rsvp import SeeOther
from members.queries import of_user


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("events.manage_meetings", raise_exception=True)
def jobs(request: HttpRequest, slug: str) -> HttpResponse:
    """How many hands each job needs at this meeting, or at every one of its series."""
    meeting = get_meeting(slug, request.user)
    form = PlanForm(request.POST or None, wanted=planned(meeting))
    if request.method == "POST" and form.is_valid() and _plan(request, meeting, form):
        messages.success(request, _("The jobs are planned."))
        return SeeOther(request.path)
    status = 422 if request.method == "POST" else 200
    context = {"meeting": meeting, "form": form, "has_jobs": bool(form.fields)}
    return render(request, "events/meeting_jobs.html", context, status=status)


def _plan(request: HttpRequest, meeting: Meeting, form: PlanForm) -> bool:
    always = form.cleaned_data.get("always", False)
    by, at = of_user(request.user), timezone.now()
    try:
        duties.plan_all(meeting=meeting, wanted=form.wanted(), always=always, by=by, at=at)
    except DutyRefused as refused:
        form.add_error(None, str(refused))
        return False
    return True
