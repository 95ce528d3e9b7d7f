"""Whose term of keeping is over: lapsed contacts and guests whom nobody has seen for years."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef, Q, QuerySet

from kit.queries import value
from members.models import Application, Membership, Payment, Person, Retention
from members.rules import KEEP_GUESTS_MONTHS, KEEP_LAPSED_MONTHS
from members.seen import kept_on, seen_since


def over(day: date) -> QuerySet[Person]:
    """People whose term of keeping has run out on `day`; the dead and the merged are left alone.

    The term counts from the last paid day, but from being put on file at the earliest: who came
    with another product's history is not told to go. It begins anew with anything they did since,
    and with the wish to stay.
    """
    kept = [~Q(Exists(rows.filter(person=OuterRef("pk")))) for rows in kept_on(day)]
    ever = Exists(Membership.objects.filter(person=OuterRef("pk"), voided_on__isnull=True))
    return Person.objects.filter(
        Q(ever, _lapsed(day)) | Q(~ever, _guests(day)),
        *kept,
        merged_into__isnull=True,
        deceased_on__isnull=True,
        erasure__isnull=True,
    )


def due(day: date) -> QuerySet[Retention]:
    """Those told whose day has come and who have not asked to stay."""
    return Retention.objects.filter(kept_on__isnull=True, due_on__lte=day)


def terms() -> tuple[int, int]:
    """The months that lapsed members and guests are kept."""
    return value(KEEP_LAPSED_MONTHS), value(KEEP_GUESTS_MONTHS)


def _lapsed(day: date) -> Q:
    since = day - relativedelta(months=value(KEEP_LAPSED_MONTHS))
    later = Membership.objects.filter(
        Q(period__endswith__isnull=True) | Q(period__endswith__gt=since),
        person=OuterRef("pk"), voided_on__isnull=True,
    )  # fmt: skip
    return ~Q(Exists(later)) & _unseen(since)


def _guests(day: date) -> Q:
    since = day - relativedelta(months=value(KEEP_GUESTS_MONTHS))
    return _unseen(since)


def _unseen(since: date) -> Q:
    paid = Payment.objects.filter(person=OuterRef("pk"), received_on__gte=since)
    asked = Application.objects.filter(person=OuterRef("pk"), asked_at__date__gte=since)
    kept = Retention.objects.filter(person=OuterRef("pk"), kept_on__gte=since)
    found = ~Q(Exists(paid)) & ~Q(Exists(asked)) & ~Q(Exists(kept))
    found &= Q(user__last_login__isnull=True) | Q(user__last_login__date__lt=since)
    for rows in seen_since(since):
        found &= ~Q(Exists(rows.filter(person=OuterRef("pk"))))
    return found & Q(created_at__date__lt=since)
