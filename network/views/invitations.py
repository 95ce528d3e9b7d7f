"""Bring a colleague: the letter, what became of it, and the page the colleague opens."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.actions.refusals import Refused
from events.forms import GuestForm
from events.models import GuestAsk
from events.queries.meetings import get_meeting, is_insider
from events.rules.guests import takes_guests
from events.tokens import guest_link
from kit.limits import limited
from kit.text import canonical_email
from members.models import Person
from members.queries import of_user
from network.actions import invitations
from network.actions.notes import NotPossible
from network.forms import InvitationForm
from network.models import Invitation
from network.queries.invitations import followed, invitations_of, may_invite
from network.tokens import TokenExpired, TokenInvalid, read_invitation_link

HOUR = 3600
PER_PAGE = 25


def _insider(request: HttpRequest) -> Person:
    viewer = of_user(request.user)
    if viewer is None or not is_insider(viewer):
        raise Http404
    return viewer


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """A letter with my name to a colleague."""
    meeting, viewer, at = get_meeting(slug, request.user), _insider(request), timezone.now()
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = invitations.invite(inviter=viewer, meeting=meeting, at=at, **form.cleaned_data)
        except NotPossible as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("{name} is invited.").format(name=row.name))
            return HttpResponseRedirect(reverse("network-invited"), status=303)
    context = {"meeting": meeting, "form": form, "open": may_invite(viewer, meeting, at)}
    return render(request, "network/invite.html", context, status=422 if form.errors else 200)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Whom I invited, who said yes, and who came."""
    rows = invitations_of(_insider(request))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "network/invited.html", {"page": page, "rows": followed(list(page.object_list))}
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("invited", limit=10, seconds=HOUR)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites, to what, and two fields; with the address of the letter one tap is enough."""
    try:
        row = read_invitation_link(token, at=timezone.now())
    except TokenInvalid as error:
        expired = isinstance(error, TokenExpired)
        context = {"meeting": None, "expired": expired}
        return render(request, "events/link_useless.html", context, status=410 if expired else 404)
    form = GuestForm(request.POST or None, initial={"name": row.name, "email": row.address})
    if request.method != "POST" or not form.is_valid() or form.is_robot:
        return _answer_page(request, row, form, status=422 if form.errors else 200)
    try:
        ask = invitations.accept(
            row=row, name=form.cleaned_data["name"], address=form.cleaned_data["email"],
            at=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        return _answer_page(request, row, form, note=refused, status=409)
    return HttpResponseRedirect(_next_page(row, ask), status=303)


def _next_page(row: Invitation, ask: GuestAsk) -> str:
    if canonical_email(ask.address) == row.canonical:
        return reverse("guest-link", args=[guest_link(ask)])
    return reverse("guest-sent")


def _answer_page(
    request: HttpRequest, row: Invitation, form: GuestForm, *, status: int, note: object = ""
) -> HttpResponse:
    context = {
        "row": row, "meeting": row.meeting, "guest_form": form, "note": note,
        "open": takes_guests(row.meeting, timezone.now()),
    }  # fmt: skip
    response = render(request, "network/invitation.html", context, status=status)
    response["Referrer-Policy"] = "same-origin"
    return response
