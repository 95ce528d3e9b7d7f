"""The dues board; recording a cheque, cash or transfer: three letters of the name, two taps."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import queries
from members.actions import memberships
from members.forms.dues import PaymentForm
from members.models import Payment, Person
from members.queries import board
from members.queries.quotes import quote
from members.rules import money
from outbox.queries import local_day

LABELS = {
    board.State.DUE: gettext_lazy("Due"),
    board.State.GRACE: gettext_lazy("In grace"),
    board.State.LAPSED: gettext_lazy("Lapsed"),
    board.State.PAID: gettext_lazy("Paid"),
    board.State.BETWEEN: gettext_lazy("Between jobs"),
    board.State.ACCOUNT: gettext_lazy("On account"),
}
may_record = permission_required("members.add_payment", raise_exception=True)


@may_record
@require_safe
def dues(request: HttpRequest) -> HttpResponse:
    """Who is due, in grace, lapsed or paid; and finding the person who paid."""
    text = request.GET.get("q", "")[:100].strip()
    day = local_day(timezone.now())
    if text:
        context = {"q": text, "found": queries.payers(text, day)}
        return render(request, "members/dues.html", context)
    return render(request, "members/dues.html", {"q": "", **_board(request, day)})


def _board(request: HttpRequest, day: date) -> dict[str, Any]:
    asked = request.GET.get("state", "")
    state = board.State(asked) if asked in set(board.State) else board.State.DUE
    counts = board.counts(day)
    if state == board.State.ACCOUNT:
        pages = board.Counted(board.on_account(), total=counts[state])
    else:
        pages = board.rows(state, day, total=counts[state])
    page = pages.get_page(request.GET.get("page"))
    rows = list(page) if state == board.State.ACCOUNT else board.dressed(page, day)
    tabs = [(key.value, LABELS[key], counts[key]) for key in board.State]
    found = {"state": state, "tabs": tabs, "counts": counts, "page": page, "rows": rows}
    return found | {"doubtful": board.doubtful()}


@may_record
@require_http_methods(["GET", "HEAD", "POST"])
def record_payment(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Amount prefilled, method, save."""
    person = get_object_or_404(Person, uid=uid, merged_into=None)
    at = timezone.now()
    summary = queries.summary(person, local_day(at))
    asked = queries.plan_asked_for(person)
    due = quote(person, None, local_day(at))
    form = PaymentForm(
        request.POST or None, last=summary["last"], today=local_day(at), asked=asked,
        missing=due.missing_cents if due else None,
    )  # fmt: skip
    status = 200
    if request.method == "POST":
        payment = _record(request, person, form) if form.is_valid() else None
        if payment is not None:
            return _done(request, person, payment)
        status = 422
    context = {"person": person, "form": form, "quote": due, **summary}
    context["payments"] = queries.payments_of(person)[:12]
    return render(request, "members/record_payment.html", context, status=status)


@may_record
@require_POST
def reverse_payment(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a payment back: a reversing line, and its period no longer counts."""
    payment = get_object_or_404(Payment, pk=pk)
    by = queries.of_user(request.user)
    try:
        memberships.reverse_payment(payment=payment, by=by, at=timezone.now())
        messages.success(request, _("Taken back. The ledger shows both lines."))
    except memberships.NotPossible as problem:
        messages.error(request, str(problem))
    return HttpResponseRedirect(reverse("dues"), status=303)


def _record(request: HttpRequest, person: Person, form: PaymentForm) -> Payment | None:
    by = queries.of_user(request.user)
    try:
        return memberships.record_payment(
            person=person, by=by, at=timezone.now(), **form.arguments()
        )
    except memberships.NotPossible as problem:
        form.add_error(None, str(problem))
        return None


def _told(person: Person, payment: Payment) -> str:
    """What the payment did, in a sentence."""
    day = local_day(timezone.now())
    amount = money(payment.cents, payment.currency)
    due = quote(person, None, day)
    if payment.membership_id is None:
        words = _("{amount} from {name}, noted. {missing} are missing before the period begins.")
        return words.format(amount=amount, name=person.name, missing=due.missing if due else "")
    paid = queries.summary(person, day)["paid_through"]
    words = _("{amount} from {name}. Paid until {day}.")
    text = words.format(
        amount=amount, name=person.name, day=date_format(paid) if paid else _("further notice")
    )
    if due and due.credit:
        text += " " + _("{credit} stay on account.").format(credit=due.credit)
    return text


def _done(request: HttpRequest, person: Person, payment: Payment) -> HttpResponse:
    text = _told(person, payment)
    undo = reverse("reverse-payment", args=[payment.pk])
    messages.success(request, text, extra_tags=f"undo:{undo}")
    return HttpResponseRedirect(reverse("dues"), status=303)
