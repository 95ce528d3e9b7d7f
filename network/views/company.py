"""Who comes that I know, on a page of its own; what I look for and offer."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.queries.meetings import get_meeting, is_insider
from members.models import Person
from members.queries import of_user
from network.actions import exchange as exchanges
from network.forms import ExchangeForm
from network.queries.company import company
from network.queries.exchange import exchange_of
from network.views.gate import taking_part
from outbox.queries import local_day


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Those I know who come, whom to sit with, and my colleagues; the meeting's page takes its
    section out of this one."""
    meeting, viewer = get_meeting(slug, request.user), of_user(request.user)
    if viewer is None or not is_insider(viewer):
        raise Http404
    context = {"meeting": meeting, "company": company(viewer, meeting, timezone.now())}
    return render(request, "network/company.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@taking_part
def exchange(request: HttpRequest, viewer: Person) -> HttpResponse:
    """What I look for and what I can offer, for some weeks."""
    at = timezone.now()
    row = exchange_of(viewer, local_day(at))
    form = ExchangeForm(
        request.POST or None,
        initial={"seeks": row.seeks, "offers": row.offers} if row else {},
    )
    if request.method == "POST" and form.is_valid():
        saved = exchanges.say(person=viewer, at=at, **form.cleaned_data)
        messages.success(request, _("Noted.") if saved else _("Taken back."))
        return HttpResponseRedirect(reverse("network-exchange"), status=303)
    status = 422 if form.errors else 200
    return render(request, "network/exchange.html", {"form": form, "row": row}, status=status)
