"""The page behind the link that stops a kind of letters."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from kit.text import canonical_email
from kit.tokens import TokenInvalid
from outbox import queries, tokens
from outbox.actions import suppressions
from outbox.models import Message
from outbox.rules import CATEGORIES


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link stops; a POST stops it or turns it on again.

    Mail programs post `List-Unsubscribe=One-Click` without our CSRF token (RFC 8058): the signed
    link is their proof. Every other POST comes from our own form and is checked as usual.
    """
    at = timezone.now()
    try:
        message = tokens.read_unsubscribe(token, at=at)
    except TokenInvalid:
        return render(request, "outbox/unsubscribe_gone.html", status=404)
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
        suppressions.opt_out(address=message.to, category=message.category, at=at)
        return HttpResponse(status=200)
    return _page(request, message)


@csrf_protect
def _page(request: HttpRequest, message: Message) -> HttpResponse:
    if request.method == "POST":
        _act(request.POST.get("action", "stop"), message)
        return redirect(request.path)
    context = {
        "address": message.to,
        "label": CATEGORIES.get(message.category, message.category),
        "stopped": queries.opted_out(canonical_email(message.to), message.category),
    }
    return render(request, "outbox/unsubscribe.html", context)


def _act(action: str, message: Message) -> None:
    at, address = timezone.now(), message.to
    if action == "resume":
        suppressions.opt_in(address=address, category=message.category, at=at)
    elif action == "stop_all":
        suppressions.opt_out(address=address, category="", at=at)
    else:
        suppressions.opt_out(address=address, category=message.category, at=at)
