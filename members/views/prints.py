"""Renewal letters on paper: one PDF for all who have no e-mail, then marked as printed."""

from datetime import UTC, datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kit.downloads import paper
from members import exports
from members.queries.prints import BATCH, readers, waiting_for_paper
from outbox.actions import letters
from outbox.models import Message
from outbox.queries import local_day

may_see = permission_required("members.change_membership", raise_exception=True)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@may_see
@require_safe
def prints(request: HttpRequest) -> HttpResponse:
    """The letters that wait for paper, a batch at a time."""
    page = Paginator(waiting_for_paper(), BATCH).get_page(1)
    people = readers(page)
    rows = [(letter, people.get(letter.about.get("person", 0))) for letter in page]
    return render(request, "members/prints.html", {"rows": rows, "page": page, "batch": BATCH})


@may_see
@require_safe
def batch(request: HttpRequest) -> HttpResponse:
    """The batch as one PDF; looking at it changes nothing."""
    rows = list(waiting_for_paper()[:BATCH])
    if not rows:
        raise Http404
    today = local_day(timezone.now())
    return paper(
        request, "letters.pdf", lambda: exports.letters_to_print(rows, readers(rows), today=today)
    )


@may_see
@require_POST
def printed(request: HttpRequest) -> HttpResponse:
    """These letters are on paper now: exactly those the page showed."""
    ids = [number for number in request.POST.getlist("letter")[:BATCH] if number.isdecimal()]
    at = timezone.now()
    chosen = waiting_for_paper().filter(pk__in=[int(number[:18]) for number in ids])
    count = letters.mark_printed(messages=chosen, at=at)
    said = ngettext("{n} letter is done.", "{n} letters are done.", count).format(n=count)
    stamp = (at - EPOCH) // timedelta(microseconds=1)
    undo = f"undo:{reverse('letters-unprint', args=[stamp])}" if count else ""
    messages.success(request, said, extra_tags=undo)
    return HttpResponseRedirect(reverse("letters-print"), status=303)


@may_see
@require_POST
def unprint(request: HttpRequest, stamp: int) -> HttpResponse:
    """Undo: the batch marked at this instant (microseconds since 1970) waits again."""
    try:
        at = EPOCH + timedelta(microseconds=stamp)
    except OverflowError as error:
        raise Http404 from error
    rows = Message.objects.filter(kind__startswith="membership.")
    letters.mark_unprinted(messages=rows, at=at)
    messages.success(request, _("They wait for paper again."))
    return HttpResponseRedirect(reverse("letters-print"), status=303)
