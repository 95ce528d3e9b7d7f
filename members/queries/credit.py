"""Money on account: what was paid beyond dues, or does not cover them yet."""

from django.db.models import Sum

from members.models import Membership, Payment, Person


def credit_of(person: Person, currency: str) -> int:
    """Cents of the person that no period has taken, in this currency."""
    lines = Payment.objects.filter(person=person, membership=None, currency=currency)
    return lines.aggregate(sum=Sum("cents"))["sum"] or 0


def credits_of(person: Person) -> list[tuple[int, str]]:
    """(cents, currency) of what is on account, nothing left out but nought."""
    lines = Payment.objects.filter(person=person, membership=None).order_by("currency")
    sums = lines.values("currency").annotate(sum=Sum("cents")).values_list("sum", "currency")
    return [(cents, currency) for cents, currency in sums if cents]


def paid_for(row: Membership) -> int:
    """Cents of the ledger that stand to this period."""
    return row.payments.aggregate(sum=Sum("cents"))["sum"] or 0
