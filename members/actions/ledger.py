"""Lines of the ledger. Nothing here is ever changed or deleted; corrections are further lines."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from members.actions.periods import NotPossible
from members.models import Membership, Payment, Person
from members.queries.credit import credit_of, paid_for


class BadPayment(NotPossible):
    """An amount of nothing, or a day to come."""


@dataclass(frozen=True, kw_only=True)
class Paid:
    """Money received. No `cents` = the plan's dues; no `received_on` = today.

    The same `source` and `reference` are one payment, however often they arrive.
    """

    method: str
    cents: int | None = None
    received_on: date | None = None
    reference: str = ""
    source: str = "manual"


def pay(row: Membership, paid: Paid, *, by: Person | None, at: datetime, today: date) -> Payment:
    """The line of a period; what is above its dues goes on account. Raises BadPayment."""
    cents = row.dues_cents if paid.cents is None else paid.cents
    line = _received(row.person, paid, cents, row.currency, membership=row, by=by, at=at,
                     today=today)  # fmt: skip
    settle(row, by=by, at=at, today=today)
    return line


def note(
    person: Person, paid: Paid, currency: str, *, by: Person | None, at: datetime, today: date
) -> Payment:
    """Money that does not cover the dues yet: it stands on account. Raises BadPayment."""
    return _received(person, paid, paid.cents or 0, currency, membership=None, by=by, at=at,
                     today=today)  # fmt: skip


def settle(row: Membership, *, by: Person | None, at: datetime, today: date) -> None:
    """Move money between the period and the account until the dues stand there, or nothing.

    A period that was taken back gives everything back.
    """
    owed = row.dues_cents if row.voided_on is None else 0
    missing = owed - paid_for(row)
    if row.voided_on is None:
        missing = min(missing, max(credit_of(row.person, row.currency), 0))
    if missing:
        _move(row, missing, by=by, at=at, today=today)


def _move(row: Membership, cents: int, *, by: Person | None, at: datetime, today: date) -> None:
    """A pair of lines: `cents` from the account to the period, or back if below nought."""
    common: Any = {
        "person": row.person, "currency": row.currency, "method": Payment.Method.CREDIT,
        "received_on": today, "source": "credit", "recorded_by": by, "recorded_at": at,
    }  # fmt: skip
    Payment.objects.create(membership=row, cents=cents, **common)
    Payment.objects.create(membership=None, cents=-cents, **common)


def _received(
    person: Person,
    paid: Paid,
    cents: int,
    currency: str,
    *,
    membership: Membership | None,
    by: Person | None,
    at: datetime,
    today: date,
) -> Payment:
    received_on = paid.received_on or today
    if cents <= 0:
        raise BadPayment(_("A payment needs an amount above zero."))
    if received_on > today:
        raise BadPayment(_("The day lies ahead. Give the day the money came in."))
    return Payment.objects.create(
        person=person,
        membership=membership,
        cents=cents,
        currency=currency,
        method=paid.method,
        received_on=received_on,
        source=paid.source,
        reference=paid.reference,
        recorded_by=by,
        recorded_at=at,
    )
