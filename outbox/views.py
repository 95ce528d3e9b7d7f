"""The page behind the link that stops a kind of letters; what mail services report."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from kit.requests import bears
from kit.text import canonical_email
from kit.tokens import TokenInvalid
from outbox import imports, queries, tokens
from outbox.actions import bounces as returned
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


@csrf_exempt  # a shared secret proves who reports
@login_not_required
@require_POST
def bounces(request: HttpRequest) -> HttpResponse:
    """A mail service reports bounces and complaints; docs/operations.md has the contract."""
    if not settings.MAIL_BOUNCE_SECRET:
        return HttpResponse("Reports of bounces are switched off.", status=404)
    if not bears(request, settings.MAIL_BOUNCE_SECRET):
        return HttpResponse("The secret is missing or wrong.", status=403)
    try:
        reports = imports.read_reports(request.body)
    except imports.BadReports as problem:
        return HttpResponse(f"Refused: {problem}.", status=400)
    added = returned.take(reports=reports, at=timezone.now())
    return JsonResponse({"reports": len(reports), "suppressed": added})
