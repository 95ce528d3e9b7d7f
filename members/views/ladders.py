"""The ladder of each plan: written by the board, its real dates seen before it holds."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.actions import ladders as actions
from members.forms.ladder import LadderForm
from members.models import LadderStep, Person, Plan
from members.queries import lapse_queue, of_user
from members.queries.ladders import ladders, steps_of
from members.queries.nexts import last_of
from outbox.queries import local_day

may_write = permission_required("members.change_plan", raise_exception=True)


@may_write
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan that ends, with the days of its letters."""
    found, steps = Plan.objects.filter(months__isnull=False), ladders()
    rows = [(plan, steps.of(plan.pk), plan.pk in steps.own) for plan in found]
    return render(request, "members/ladders.html", {"rows": rows})


@may_write
@require_http_methods(["GET", "HEAD", "POST"])
def ladder(request: HttpRequest, pk: int) -> HttpResponse:
    """The letters of one plan; "Show the dates" changes nothing, "Save" writes."""
    plan = get_object_or_404(Plan, pk=pk, months__isnull=False)
    form = LadderForm(request.POST or None, steps=steps_of(plan))
    saves = request.method == "POST" and "save" in request.POST
    good = request.method == "POST" and form.is_valid()
    if saves and good:
        actions.write(plan=plan, steps=form.steps(), by=of_user(request.user))
        messages.success(request, _("The letters of {plan} are saved.").format(plan=plan.name))
        return HttpResponseRedirect(reverse("ladder", args=[pk]), status=303)
    status = 422 if request.method == "POST" and not good else 200
    context = {"plan": plan, "form": form, **_shown(plan, form, good=good)}
    context["is_own"] = LadderStep.objects.filter(plan=plan).exists()
    return render(request, "members/ladder.html", context, status=status)


@may_write
@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan follows the association's ladder again."""
    plan = get_object_or_404(Plan, pk=pk)
    actions.forget(plan=plan, by=of_user(request.user))
    words = _("{plan} follows the association's letters again.").format(plan=plan.name)
    messages.success(request, words)
    return HttpResponseRedirect(reverse("ladder", args=[pk]), status=303)


def _shown(plan: Plan, form: LadderForm, *, good: bool) -> dict[str, Any]:
    """The real dates of these letters for the person named, else for who comes next."""
    today = local_day(timezone.now())
    asked: Person | None = form.cleaned_data.get("who") if good else None
    row = last_of(asked) if asked else lapse_queue.next_in(plan.pk, today)
    ends = row.period.upper if row else None
    steps = form.steps() if good else dict(steps_of(plan))
    days = sorted(day for day, is_on in steps.items() if is_on)
    if ends is None or row is None:
        return {"shown": asked, "dates": []}
    last = ends - timedelta(days=1)
    dates = lapse_queue.dates(last, days, row.grace_days, today)
    return {"shown": row.person, "last_day": last, "dates": dates, "today": today}
