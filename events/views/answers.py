"""The organizers' list of answers: who comes, what they need, who has paid."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events.actions import prices
from events.actions.refusals import Refused
from events.forms import PriceForm
from events.queries.meetings import MANAGE
from events.queries.prices import (
    COLUMNS,
    answers,
    dress,
    get_answers,
    get_seat,
    late_limit,
    money_rows,
    payers,
)
from events.queries.prices import price as price_row
from events.views.rsvp import SeeOther
from kit.downloads import csv_file
from kit.text import clean
from members.queries import of_user
from members.recent import take_out

PER_PAGE = 50


@require_safe
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """Every answer; needs for the organizers alone, prices for the treasurer, too."""
    meeting = get_answers(slug, request.user)
    text, found = clean(request.GET.get("q", ""))[:100], price_row(meeting)
    page = Paginator(answers(meeting, text), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "meeting": meeting,
        "page": page,
        "rows": dress(list(page), meeting),
        "q": text,
        "price": found,
        "form": PriceForm(initial=PriceForm.of(found)),
        "manages": request.user.has_perm(MANAGE),
        "late_from": late_limit(meeting),
    }
    return render(request, "events/answers.html", context)


@require_safe
def as_file(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The treasurer's CSV: what each seat costs and what is paid."""
    meeting = get_answers(slug, request.user)
    take_out(request, f"{slug}-payments.csv", payers(meeting))
    return csv_file(f"{slug}-payments.csv", COLUMNS, money_rows(meeting))


@require_POST
def price(request: HttpRequest, slug: str) -> HttpResponse:
    """Set what a member and a guest pay."""
    meeting, form = get_answers(slug, request.user), PriceForm(request.POST)
    if not request.user.has_perm(MANAGE):
        raise Http404
    if not form.is_valid():
        messages.error(request, _("Write amounts such as 12 or 12.50."))
    else:
        by, at = of_user(request.user), timezone.now()
        prices.set_price(meeting=meeting, by=by, at=at, **form.cents())
        messages.success(request, _("The price is set."))
    return SeeOther(reverse("meeting-answers", args=[slug]))


@require_POST
def paid(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """Mark one seat as paid, or take the mark back."""
    meeting = get_answers(slug, request.user)
    row, by, at = get_seat(meeting, uid), of_user(request.user), timezone.now()
    try:
        if request.POST.get("how") == "undo":
            prices.undo(rsvp=row, by=by, at=at)
        else:
            prices.pay(rsvp=row, how=request.POST.get("how", "")[:10], by=by, at=at)
    except Refused as refused:
        messages.error(request, str(refused))
    return SeeOther(reverse("meeting-answers", args=[slug]))
