"""Recording a cheque, cash or transfer: three letters of the name and two taps."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import queries
from members.actions import memberships
from members.forms.dues import PaymentForm
from members.models import Payment, Person
from members.rules import money
from outbox.queries import local_day

may_record = permission_required("members.add_payment", raise_exception=True)


@may_record
@require_safe
def dues(request: HttpRequest) -> HttpResponse:
    """Find the person who paid."""
    text = request.GET.get("q", "")[:100].strip()
    day = local_day(timezone.now())
    found = queries.payers(text, day)
    return render(request, "members/dues.html", {"q": text, "found": found})


@may_record
@require_http_methods(["GET", "HEAD", "POST"])
def record_payment(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Amount prefilled, method, save."""
    person = get_object_or_404(Person, uid=uid, merged_into=None)
    at = timezone.now()
    summary = queries.summary(person, local_day(at))
    asked = queries.plan_asked_for(person)
    form = PaymentForm(request.POST or None, last=summary["last"], today=local_day(at), asked=asked)
    status = 200
    if request.method == "POST":
        payment = _record(request, person, form) if form.is_valid() else None
        if payment is not None:
            return _done(request, person, payment)
        status = 422
    context = {"person": person, "form": form, **summary}
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


def _done(request: HttpRequest, person: Person, payment: Payment) -> HttpResponse:
    paid = queries.summary(person, local_day(timezone.now()))["paid_through"]
    text = _("{amount} from {name}. Paid until {day}.").format(
        amount=money(payment.cents, payment.currency),
        name=person.name,
        day=date_format(paid) if paid else _("further notice"),
    )
    undo = reverse("reverse-payment", args=[payment.pk])
    messages.success(request, text, extra_tags=f"undo:{undo}")
    return HttpResponseRedirect(reverse("dues"), status=303)
