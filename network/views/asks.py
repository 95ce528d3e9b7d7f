"""Whom to ask for what is open: the officer's pages."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.queries import of_user
from network.actions import asks as actions
from network.actions.asks import AskRefused
from network.queries import asks as queries
from network.queries import why as words
from network.queries.candidates import Candidate, candidates
from network.queries.leaning import leaning
from network.queries.posts import Post, get_post, may_look, open_posts
from network.views.gate import telling

PER_PAGE = 20


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All that is open and this officer may fill, and what hangs on one person."""
    if not may_look(request.user):
        raise Http404
    at = timezone.now()
    page = Paginator(open_posts(request.user, at), PER_PAGE).get_page(request.GET.get("page"))
    under_way = queries.of_posts(page.object_list)
    rows = [(post, under_way.get(post.key, [])) for post in page.object_list]
    context = {"page": page, "rows": rows, "leaning": leaning(at)}
    return render(request, "network/asks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def post_page(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Three names for one seat, job or project; a button picks one of them."""
    at = timezone.now()
    post = get_post(kind, pk, request.user, at)
    found = candidates(post, request.user, at)
    note, status = "", 200
    if request.method == "POST":
        try:
            return _pick(request, post, found)
        except AskRefused as refused:
            note, status = str(refused), 409
    context = {
        "post": post, "note": note, "asks": queries.of_posts([post]).get(post.key, []),
        "cards": [(one, words.why(one)) for one in found], "viewer": of_user(request.user),
    }  # fmt: skip
    return render(request, "network/ask_post.html", context, status=status)


@require_POST
def withdraw(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The officer calls it off."""
    ask = queries.get_to_manage(uid, request.user)
    with telling(request, _("Called off.")):
        actions.withdraw(ask=ask, by=of_user(request.user), at=timezone.now())
    return to_list()


@require_POST
def fill(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Who said yes gets the job, or helps with the project."""
    ask = queries.get_to_manage(uid, request.user)
    with telling(request, _("%(name)s is down for it.") % {"name": ask.person.name}):
        actions.fill(ask=ask, by=of_user(request.user), at=timezone.now())
    return to_list()


def to_list() -> HttpResponse:
    """Back to all that is open."""
    return HttpResponseRedirect(reverse("asks"), status=303)


def _pick(request: HttpRequest, post: Post, found: list[Candidate]) -> HttpResponse:
    """The posted name, if it is one of the three; the asker is worked out here, never posted."""
    viewer, chosen = of_user(request.user), request.POST.get("person", "")
    one = next((one for one in found if str(one.person.uid) == chosen), None)
    if one is None:
        raise AskRefused(_("That name is no longer among the three. Choose again."))
    asker = viewer if "myself" in request.POST else one.asker
    if asker is None:
        raise AskRefused(_("This log-in belongs to nobody on file yet."))
    actions.pick(post=post, person=one.person, asker=asker, by=viewer, at=timezone.now())
    messages.success(request, words.picked(one.person, asker, viewer))
    return HttpResponseRedirect(post.url, status=303)
