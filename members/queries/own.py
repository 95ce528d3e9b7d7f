"""What a person sees of themselves."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from kit.text import canonical_email
from members.models import Email, Membership, Payment, Person, Visibility
from members.queries.standing import cover, standing_of
from members.rules import FIELDS, current_run
from outbox.models import Suppression
from outbox.rules import CATEGORIES


def summary(person: Person, day: date) -> dict[str, Any]:
    """Standing, the last paid day, the plan, first joined and member since; for one page."""
    rows = list(Membership.objects.select_related("plan").filter(person=person))
    covers = [cover(row) for row in rows]
    run = current_run(covers, day)
    counted = [row for row in rows if row.voided_on is None]
    last = max(counted, key=lambda row: row.period.lower, default=None)
    end = last.period.upper if last else None
    return {
        "standing": standing_of(person, covers, day).value,
        "last": last,
        "paid_through": end - timedelta(days=1) if end else None,
        "grace_until": end + timedelta(days=last.grace_days - 1) if end and last else None,
        "member_since": run.since if run else None,
        "first_joined": person.joined_on,
    }


def periods_of(person: Person) -> QuerySet[Membership]:
    """All periods of a person with their plans, newest first."""
    rows = Membership.objects.select_related("plan").filter(person=person)
    return rows.order_by("-period__startswith")


def payments_of(person: Person) -> QuerySet[Payment]:
    """The ledger lines of a person, newest first."""
    return Payment.objects.filter(person=person).select_related("reversed_by", "membership")


def audiences(person: Person) -> dict[str, str]:
    """The audience of every field, defaults filled in."""
    chosen = dict(Visibility.objects.filter(person=person).values_list("field", "audience"))
    return {field: chosen.get(field, default) for field, (_label, default) in FIELDS.items()}


def wanted_letters(person: Person) -> list[str]:
    """The categories of letters that none of the person's addresses has switched off."""
    addresses = Email.objects.filter(person=person).values_list("address", flat=True)
    mine = [canonical_email(address) for address in addresses]
    off = set(Suppression.objects.filter(address__in=mine).values_list("category", flat=True))
    return [] if "" in off else [category for category in CATEGORIES if category not in off]
