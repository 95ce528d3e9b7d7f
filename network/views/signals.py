"""What members are open to; and one's own time between jobs."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members.actions import waivers
from members.forms.waivers import OwnBetweenForm
from members.models import Person
from members.rules import NotPossible
from network.actions import signals as actions
from network.forms import SignalForm
from network.models import CoffeeWish, Signal
from network.queries import signals as queries
from network.views.openings import PER_PAGE, members_only
from outbox.queries import local_day


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def page(request: HttpRequest, viewer: Person) -> HttpResponse:
    """What others are open to, what I am, and a form to say it."""
    at, kind = timezone.now(), request.GET.get("kind", "")
    form = SignalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.say(person=viewer, at=at, **form.cleaned_data)
        messages.success(request, _("Noted."))
        return HttpResponseRedirect(reverse("signals"), status=303)
    rows = queries.seen(viewer, local_day(at), kind)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "mine": queries.own(viewer, local_day(at)), "form": form, "kind": kind,
        "kinds": Signal.Kind.choices,
    }  # fmt: skip
    return render(request, "network/signals.html", context, status=422 if form.errors else 200)


@require_POST
@members_only
def take_back(request: HttpRequest, viewer: Person) -> HttpResponse:
    """No longer (`kind=`)."""
    actions.take_back(person=viewer, kind=request.POST.get("kind", ""))
    messages.success(request, _("Taken back."))
    return HttpResponseRedirect(reverse("signals"), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def between(request: HttpRequest, viewer: Person) -> HttpResponse:
    """The one private switch, and what is there for whoever is between jobs."""
    at, form = timezone.now(), OwnBetweenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            waivers.between_jobs(person=viewer, by=viewer, at=at, **form.cleaned_data)
            return HttpResponseRedirect(reverse("between"), status=303)
        except NotPossible as refused:
            form.add_error(None, str(refused))
    day = local_day(at)
    context = {
        "row": queries.between(viewer, day), "form": form,
        "shown": queries.own(viewer, day).filter(kind=Signal.Kind.JOB).first(),
        "wish": CoffeeWish.objects.filter(person=viewer).first(),
        "seat": queries.talent_seat(viewer, day),
    }  # fmt: skip
    return render(request, "network/between.html", context, status=422 if form.errors else 200)
