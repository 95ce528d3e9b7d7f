"""Papers about dues, as PDF on the association's letterhead."""

from datetime import date, timedelta

from kit.queries import value
from members.models import Payment, Person
from members.queries.quotes import Quote
from members.rules import PAYMENT_DETAILS, money
from outbox.papers import on_letterhead


def receipt(payment: Payment, *, today: date) -> bytes:
    """The receipt of one line of the ledger, in the active language. Raises kit.pdf.NoPdf."""
    row = payment.membership
    end = row.period.upper if row else None
    return on_letterhead(
        "members/pdf/receipt.html",
        {
            "payment": payment,
            "person": payment.person,
            "row": row,
            "last_day": end - timedelta(days=1) if end else None,
            "amount": money(payment.cents, payment.currency),
            "reversed": Payment.objects.filter(reverses=payment).first(),
            "day": today,
        },
    )


def dues_letter(person: Person, quote: Quote, *, paid_through: date | None, today: date) -> bytes:
    """What the next period costs and how to pay, in the active language. Raises NoPdf."""
    facts = {"person": person, "quote": quote, "paid_through": paid_through, "day": today}
    facts["is_over"] = paid_through is not None and paid_through < today
    return on_letterhead("members/pdf/dues.html", facts | {"details": value(PAYMENT_DETAILS)})
