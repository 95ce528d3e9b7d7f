"""Paying by card: to the provider's page, and the provider's messages."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kit.limits import limited
from members.actions import cards
from members.actions.memberships import NotPossible
from members.models import Person
from members.payments import BadMessage, NotReached, Provider, provider
from members.views.renew import whose
from outbox.queries import local_day

MOST_BYTES = 256 * 1024


@login_not_required
@require_POST
@limited("pay-by-card", limit=20, seconds=3600)
def pay(request: HttpRequest, token: str) -> HttpResponse:
    """From the renewal page to the provider's; without one, back to how else to pay."""
    person = whose(request, token)
    if isinstance(person, HttpResponse):
        return person
    card = provider()
    back = reverse("renew", args=[token])
    if card is None:
        return HttpResponseRedirect(f"{back}?done=nocard", status=303)
    try:
        return HttpResponseRedirect(_page_of(card, person, request, back), status=303)
    except (NotReached, NotPossible):
        return HttpResponseRedirect(f"{back}?done=nocard", status=303)


def _page_of(card: Provider, person: Person, request: HttpRequest, back: str) -> str:
    at = timezone.now()
    url = request.build_absolute_uri(back)
    return cards.start(
        person=person,
        provider=card,
        done_url=f"{url}?done=card",
        back_url=url,
        language=get_language() or "",
        today=local_day(at),
        at=at,
    )


@csrf_exempt  # the provider signs its messages
@login_not_required
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """A message of the provider: proven, taken once, answered at once."""
    card = provider()
    if card is None:
        return HttpResponse("Card payments are switched off.", status=404)
    if len(request.body) > MOST_BYTES:
        return HttpResponse("Too long.", status=413)
    try:
        event = card.verify(request.body, request.headers)
    except BadMessage as problem:
        return HttpResponse(f"Refused: {problem}.", status=400)
    row = cards.settle(event=event, provider=card.name, at=timezone.now())
    return HttpResponse(row.outcome, content_type="text/plain")
