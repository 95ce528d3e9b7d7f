"""The link of the last letter: it shows, then keeps somebody on file on POST."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from members.actions import retention
from members.models import Retention
from members.tokens import TokenExpired, TokenInvalid, read_person_link
from outbox.queries import local_day


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, token: str) -> HttpResponse:
    """Whose link it is, until when, and one button."""
    at = timezone.now()
    try:
        person, _about = read_person_link("keep", token, at=at)
    except TokenExpired:
        return render(request, "members/link_gone.html", {"expired": True}, status=410)
    except TokenInvalid:
        return render(request, "members/link_gone.html", {"expired": False}, status=404)
    if request.method == "POST":
        retention.keep(person=person, by=person, today=local_day(at))
        return HttpResponseRedirect(reverse("keep", args=[token]), status=303)
    row = Retention.objects.filter(person=person).first()
    response = render(request, "members/keep.html", {"person": person, "row": row})
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
