"""Memberships: joined, renewed by payment, corrected, resigned. History is never rewritten."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kit.turns import take_turns
from members.actions import ledger, notices, periods
from members.actions.ledger import BadPayment, Paid
from members.actions.periods import AlreadyMember, Excuse, NotPossible, WithoutEnd
from members.models import Basis, Membership, Payment, Person, Plan
from members.queries import plan_asked_for
from members.queries.credit import credit_of
from members.rules import offer
from outbox.queries import local_day

__all__ = ["AlreadyMember", "BadPayment", "NotPossible", "Paid", "WithoutEnd"]


class PlanMissing(NotPossible):
    """A new member needs a plan."""


class NotAMember(NotPossible):
    """There is no membership to resign from."""


class NotReversible(NotPossible):
    """A reversal cannot be reversed; record the payment anew."""


@transaction.atomic
def join(
    *,
    person: Person,
    plan: Plan,
    start: date,
    by: Person | None,
    at: datetime,
    payment: Paid | None = None,
    silent_until: date | None = None,
    under: Membership | None = None,
) -> Membership:
    """Begin a membership on `start`; queues the welcome letter. Raises AlreadyMember, BadPayment.

    Writes Membership, Person.joined_on where empty, Payment if given. What is left of a resigned
    period is voided from today.
    """
    periods.lock(person)
    today = local_day(at)
    periods.make_room(person, start, today)
    found = offer(periods.terms(plan), today=start)
    row = periods.begin(
        person, plan, start, found.end, today,
        dues_cents=found.cents, silent_until=silent_until, under=under,
    )  # fmt: skip
    if payment is not None:
        ledger.pay(row, payment, by=by, at=at, today=today)
    notices.stop(person=person, reason="joined", at=at)
    notices.welcome(membership=row, at=at)
    return row


@transaction.atomic
def renew(
    *,
    person: Person,
    by: Person | None,
    at: datetime,
    payment: Paid | None = None,
    plan: Plan | None = None,
    excuse: Excuse | None = None,
) -> Membership:
    """The next period: right after the last one until the grace days are over, else from today.

    Late payers begin anew (reinstated). Who is covered by it goes on with it. Without dues only
    with an `excuse`. Raises PlanMissing, WithoutEnd, BadPayment.
    Writes Membership, Payment if given; withdraws waiting notices.
    """
    periods.lock(person)
    today = local_day(at)
    day = _day(payment.received_on if payment else None, today)
    last = periods.last_of(person)
    plan = _plan(person, plan, last)
    found = periods.next_offer(person=person, plan=plan, day=day, today=today)
    ends, _grace, _anchor = periods.ends_of(person, last, today)
    periods.make_room(person, found.start, today)
    row = periods.begin(
        person, plan, found.start, found.end, today,
        dues_cents=_owed(found.cents, person, plan, payment, excuse), excuse=excuse,
    )  # fmt: skip
    periods.carry(last, row, today)
    if payment is not None:
        ledger.pay(row, payment, by=by, at=at, today=today)
    elif excuse is None:
        ledger.settle(row, by=by, at=at, today=today)
    notices.stop(person=person, reason="renewed", at=at)
    if found.start != ends:
        notices.welcome(membership=row, at=at)
    return row


def _owed(
    cents: int, person: Person, plan: Plan, payment: Paid | None, excuse: Excuse | None
) -> int:
    """The dues, or as much of them as there is where the rest is waived."""
    if excuse is None:
        return cents
    if payment is None:
        return 0
    return min(cents, (payment.cents or cents) + credit_of(person, plan.currency))


@transaction.atomic
def record_payment(
    *,
    person: Person,
    by: Person | None,
    at: datetime,
    method: str,
    cents: int | None = None,
    plan: Plan | None = None,
    received_on: date | None = None,
    reference: str = "",
    source: str = "manual",
    waive_rest: str = "",
) -> Payment:
    """Money received: one ledger line, and the period it buys once the dues are covered.

    With what is on account below the dues the line is only noted (no membership), unless
    `waive_rest` says why the rest is waived; above them it stays on account. Amounts in cents of
    the plan. A reference recorded before gives the payment of then and changes nothing.
    Raises as `renew`.
    """
    periods.lock(person)
    if reference:
        # Two officers with one bank statement: the second waits for the first and finds it.
        take_turns("payment", source, reference)
        known = Payment.objects.filter(source=source, reference=reference).first()
        if known is not None and known.person_id != person.pk:
            raise BadPayment(_("This reference stands beside another person's payment already."))
        if known is not None:
            return known
    today = local_day(at)
    plan = _plan(person, plan, periods.last_of(person))
    day = _day(received_on, today)
    dues = periods.next_offer(person=person, plan=plan, day=day, today=today).cents
    paid = Paid(
        method=method, cents=dues if cents is None else cents, received_on=received_on,
        reference=reference, source=source,
    )  # fmt: skip
    if (paid.cents or 0) + credit_of(person, plan.currency) < dues and not waive_rest:
        return ledger.note(person, paid, plan.currency, by=by, at=at, today=today)
    why = Excuse(basis=Basis.WAIVED, reason=waive_rest, by=by, at=at) if waive_rest else None
    row = renew(person=person, plan=plan, payment=paid, excuse=why, by=by, at=at)
    return row.payments.exclude(method=Payment.Method.CREDIT).get()


@transaction.atomic
def reverse_payment(
    *, payment: Payment, by: Person | None, at: datetime, reason: str = ""
) -> Payment:
    """Take a payment back: a reversing line, and its period no longer counts from today.

    What else had paid for the period stands on account again; periods that the account no longer
    covers are taken back too, and with a period those it covers. The second time gives the same
    reversal. Raises NotReversible for a reversal or a move between period and account.
    """
    paid: Any = payment
    person = paid.person or paid.membership.person
    periods.lock(person)
    if payment.reverses_id is not None or payment.method == Payment.Method.CREDIT:
        raise NotReversible(_("This line is a reversal itself. Record the payment anew instead."))
    done = Payment.objects.filter(reverses=payment).first()
    if done is not None:
        return done
    today = local_day(at)
    line = Payment.objects.create(
        person=person,
        membership=payment.membership,
        cents=-payment.cents,
        currency=payment.currency,
        method=payment.method,
        received_on=today,
        source=payment.source,
        reverses=payment,
        recorded_by=by,
        recorded_at=at,
    )
    row = payment.membership or _unpaid(person, payment.currency)
    while row is not None:
        _take_back(row, by=by, at=at, today=today, reason=reason)
        row = _unpaid(person, payment.currency)
    return line


def _take_back(
    row: Membership, *, by: Person | None, at: datetime, today: date, reason: str
) -> None:
    """The period, and those under it, no longer count from today; its money is on account."""
    counted = Membership.objects.filter(voided_on__isnull=True)
    counted.filter(pk=row.pk).update(voided_on=today, reason=reason[:300])
    counted.filter(under=row).update(voided_on=today, reason=reason[:300])
    row.refresh_from_db()
    ledger.settle(row, by=by, at=at, today=today)
    notices.stop_welcome(membership=row, at=at)


def _unpaid(person: Person, currency: str) -> Membership | None:
    """The newest period that was paid from an account which is now overdrawn."""
    if credit_of(person, currency) >= 0:
        return None
    taken = Membership.objects.filter(
        person=person,
        voided_on__isnull=True,
        payments__method=Payment.Method.CREDIT,
        payments__cents__gt=0,
        currency=currency,
    )
    return taken.order_by("-period__startswith").first()


@transaction.atomic
def resign(
    *, person: Person, by: Person | None, at: datetime, reason: str = "", on: date | None = None
) -> bool:
    """Leave as of `on` (first day without membership; default today). False if already so.

    Writes resigned_on and the reason to every membership that would reach further; withdraws
    waiting notices. Raises NotAMember.
    """
    periods.lock(person)
    today = local_day(at)
    on = max(on or today, today)
    last = periods.last_of(person)
    if last is None:
        raise NotAMember(_("There is no membership to resign from."))
    if last.resigned_on is not None:
        return False
    rows = Membership.objects.select_for_update(no_key=True).filter(
        person=person, voided_on__isnull=True, resigned_on__isnull=True
    )
    for row in rows:
        if row.pk == last.pk or row.period.upper is None or _reaches(row, on):
            row.resigned_on, row.resigned_recorded_on = on, today
            row.reason = reason[:300]
            row.save(update_fields=["resigned_on", "resigned_recorded_on", "reason"])
    notices.stop(person=person, reason="resigned", at=at)
    return True


@transaction.atomic
def honour(*, person: Person, plan: Plan, by: Person | None, at: datetime) -> Membership:
    """Make an honorary member without end, from where the paid time ends, else from today.

    Raises AlreadyMember where a membership without end runs, NotPossible for a paying plan.
    """
    periods.lock(person)
    if not plan.honorary:
        raise NotPossible(_("This plan is not an honorary one."))
    today = local_day(at)
    ends, _grace, _anchor = periods.ends_of(person, periods.last_of(person), today)
    start = max(today, ends or today)
    periods.make_room(person, start, today)
    row = periods.begin(person, plan, start, None, today)
    notices.stop(person=person, reason="honorary", at=at)
    return row


def _plan(person: Person, plan: Plan | None, last: Membership | None) -> Plan:
    """The plan chosen, applied for, or had before; a family's plan is its payer's alone."""
    own = last.plan if last and last.under_id is None else None
    found = plan or plan_asked_for(person) or own
    if found is None and last is not None:
        raise PlanMissing(_("Choose a plan: somebody else paid for this person until now."))
    if found is None:
        raise PlanMissing(_("Choose a plan: this person has never been a member."))
    return found


def _day(received_on: date | None, today: date) -> date:
    day = received_on or today
    if day > today:
        raise BadPayment(_("The day lies ahead. Give the day the money came in."))
    return day


def _reaches(row: Membership, on: date) -> bool:
    return (on - row.period.upper).days < row.grace_days
