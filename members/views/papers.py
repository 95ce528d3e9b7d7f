"""Receipts and dues letters as PDF: one's own, and anybody's for who records payments."""

import uuid

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from kit.downloads import paper
from members import exports, queries
from members.models import Payment, Person
from members.queries.quotes import quote
from outbox.queries import local_day

may_record = permission_required("members.add_payment", raise_exception=True)


@require_safe
def my_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt of a payment of mine."""
    person = queries.of_user(request.user)
    return _receipt(request, pk, person=person) if person else _missing()


@may_record
@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt of any payment."""
    return _receipt(request, pk)


@require_safe
def my_dues_letter(request: HttpRequest) -> HttpResponse:
    """What I would pay next, as a letter to print."""
    person = queries.of_user(request.user)
    return _dues_letter(request, person) if person else _missing()


@may_record
@require_safe
def dues_letter(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The same for anybody."""
    return _dues_letter(request, get_object_or_404(Person, uid=uid, merged_into=None))


def _receipt(request: HttpRequest, pk: int, **mine: Person) -> HttpResponse:
    lines = Payment.objects.select_related("person", "membership__plan")
    received = lines.filter(cents__gt=0, reverses=None).exclude(method=Payment.Method.CREDIT)
    payment = get_object_or_404(received, pk=pk, **mine)
    day = local_day(timezone.now())
    return paper(request, f"{payment.number}.pdf", lambda: exports.receipt(payment, today=day))


def _dues_letter(request: HttpRequest, person: Person) -> HttpResponse:
    day = local_day(timezone.now())
    found = quote(person, None, day)
    if found is None:
        return _missing()
    until = queries.summary(person, day)["paid_through"]
    return paper(
        request,
        "dues.pdf",
        lambda: exports.dues_letter(person, found, paid_through=until, today=day),
    )


def _missing() -> HttpResponse:
    raise Http404
