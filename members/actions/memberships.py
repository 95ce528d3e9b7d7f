"""Memberships: joined, renewed by payment, corrected, resigned. History is never rewritten."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from members.actions import notices
from members.models import Membership, Payment, Person, Plan
from members.queries import covers_of, plan_asked_for
from members.rules import add_months, current_run, next_period
from outbox.queries import local_day

TAKE_TURNS = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


class NotPossible(ValueError):
    """The act makes no sense for this person now; the text says why, in words for an officer."""


class AlreadyMember(NotPossible):
    """A membership covers part of the wanted period."""


class WithoutEnd(NotPossible):
    """The membership has no end, so there is nothing to renew."""


class PlanMissing(NotPossible):
    """A new member needs a plan."""


class NotAMember(NotPossible):
    """There is no membership to resign from."""


class NotReversible(NotPossible):
    """A reversal cannot be reversed; record the payment anew."""


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
    _lock(person)
    today = local_day(at)
    _void_resigned(person, start, today)
    end = None if plan.months is None else add_months(start, plan.months)
    row = _begin(person, plan, start, end, today, silent_until=silent_until, under=under)
    if payment is not None:
        _pay(row, payment, by=by, at=at, today=today)
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
) -> Membership:
    """The next period: right after the last one until the grace days are over, else from today.

    Late payers begin anew (reinstated). Raises PlanMissing, WithoutEnd, BadPayment.
    Writes Membership, Payment if given; withdraws waiting notices.
    """
    _lock(person)
    today = local_day(at)
    day = (payment.received_on if payment else None) or today
    if day > today:
        raise BadPayment(_("The day lies ahead. Give the day the money came in."))
    last = _last(person)
    plan = plan or plan_asked_for(person) or (last.plan if last else None)
    if plan is None:
        raise PlanMissing(_("Choose a plan: this person has never been a member."))
    ends, grace, anchor = _terms(person, last, today)
    start, end = next_period(
        today=day, months=plan.months, ends=ends, grace_days=grace, anchor=anchor
    )
    _void_resigned(person, start, today)
    row = _begin(person, plan, start, end, today)
    if payment is not None:
        _pay(row, payment, by=by, at=at, today=today)
    notices.stop(person=person, reason="renewed", at=at)
    if start != ends:
        notices.welcome(membership=row, at=at)
    return row


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
) -> Payment:
    """Dues received: one ledger line and the period it buys. Amounts in cents of the plan.

    A reference recorded before gives the payment of then and changes nothing.
    Raises as `renew`.
    """
    _lock(person)
    if reference:
        with connection.cursor() as cursor:
            # Two officers with one bank statement: the second waits for the first and finds it.
            cursor.execute(TAKE_TURNS, [f"{source}:{reference}"])
        known = Payment.objects.filter(source=source, reference=reference).first()
        if known is not None and known.membership.person_id != person.pk:
            raise BadPayment(_("This reference stands beside another person's payment already."))
        if known is not None:
            return known
    paid = Paid(
        method=method, cents=cents, received_on=received_on, reference=reference, source=source
    )
    row = renew(person=person, plan=plan, payment=paid, by=by, at=at)
    return row.payments.get()


@transaction.atomic
def reverse_payment(
    *, payment: Payment, by: Person | None, at: datetime, reason: str = ""
) -> Payment:
    """Take a payment back: a reversing line, and its period no longer counts from today.

    The second time gives the same reversal. Raises NotReversible for a reversal.
    """
    _lock(payment.membership.person)
    if payment.reverses_id is not None:
        raise NotReversible(_("This line is a reversal itself. Record the payment anew instead."))
    done = Payment.objects.filter(reverses=payment).first()
    if done is not None:
        return done
    today = local_day(at)
    line = Payment.objects.create(
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
    Membership.objects.filter(pk=payment.membership_id, voided_on__isnull=True).update(
        voided_on=today, reason=reason[:300]
    )
    notices.stop_welcome(membership=payment.membership, at=at)
    return line


@transaction.atomic
def resign(
    *, person: Person, by: Person | None, at: datetime, reason: str = "", on: date | None = None
) -> bool:
    """Leave as of `on` (first day without membership; default today). False if already so.

    Writes resigned_on and the reason to every membership that would reach further; withdraws
    waiting notices. Raises NotAMember.
    """
    _lock(person)
    today = local_day(at)
    on = max(on or today, today)
    last = _last(person)
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
    _lock(person)
    if not plan.honorary:
        raise NotPossible(_("This plan is not an honorary one."))
    today = local_day(at)
    ends, _grace, _anchor = _terms(person, _last(person), today)
    row = _begin(person, plan, max(today, ends or today), None, today)
    notices.stop(person=person, reason="honorary", at=at)
    return row


@transaction.atomic
def died(*, person: Person, on: date, by: Person | None, at: datetime) -> None:
    """Record a death: standing ends that day, notices stop, links and log-in close."""
    person.deceased_on = on
    person.link_epoch += 1
    person.save(update_fields=["deceased_on", "link_epoch"])
    if person.user is not None:
        person.user.is_active = False
        person.user.save(update_fields=["is_active"])
    notices.stop(person=person, reason="died", at=at)


def _lock(person: Person) -> None:
    """One writer per person at a time, so that double clicks meet what the first one wrote."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def _last(person: Person) -> Membership | None:
    rows = Membership.objects.filter(person=person, voided_on__isnull=True)
    return rows.select_related("plan").order_by("-period__startswith").first()


def _terms(
    person: Person, last: Membership | None, today: date
) -> tuple[date | None, int, int | None]:
    """Until when is paid, the grace days, and the day of the month the run is anchored to."""
    if last is None:
        return None, 0, None
    if last.resigned_on is not None and last.resigned_on <= today:
        return last.resigned_on, 0, None
    if last.resigned_on is not None:
        # Who pays before leaving stays: history keeps that the resignation once stood there.
        Membership.objects.filter(
            person=person, voided_on__isnull=True, resigned_on__gt=today
        ).update(resigned_on=None, resigned_recorded_on=None)
    if last.period.upper is None:
        raise WithoutEnd(_("This membership has no end; there is nothing to renew."))
    run = current_run(covers_of(person), max(today, last.period.lower))
    return last.period.upper, last.grace_days, run.since.day if run else None


def _void_resigned(person: Person, start: date, today: date) -> None:
    """What is left of a resigned period makes room for a new beginning, from today on."""
    Membership.objects.filter(
        person=person, voided_on__isnull=True, resigned_on__lte=start, period__endswith__gt=start
    ).update(voided_on=today)
    Membership.objects.filter(
        person=person,
        voided_on__isnull=True,
        resigned_on__lte=start,
        period__endswith__isnull=True,
    ).update(voided_on=today)


def _reaches(row: Membership, on: date) -> bool:
    return (on - row.period.upper).days < row.grace_days


def _begin(
    person: Person,
    plan: Plan,
    start: date,
    end: date | None,
    today: date,
    *,
    silent_until: date | None = None,
    under: Membership | None = None,
) -> Membership:
    period = DateRange(start, end)
    overlap = Membership.objects.filter(
        person=person, voided_on__isnull=True, period__overlap=period
    )
    if overlap.exists():
        raise AlreadyMember("A membership covers this time already. Record a payment instead.")
    row = Membership.objects.create(
        person=person,
        plan=plan,
        period=period,
        dues_cents=plan.dues_cents,
        currency=plan.currency,
        grace_days=plan.grace_days,
        honorary=plan.honorary,
        recorded_on=today,
        silent_until=silent_until,
        under=under,
    )
    if person.joined_on is None:
        person.joined_on = start
        person.save(update_fields=["joined_on"])
    return row


def _pay(row: Membership, paid: Paid, *, by: Person | None, at: datetime, today: date) -> Payment:
    cents = row.dues_cents if paid.cents is None else paid.cents
    received_on = paid.received_on or today
    if cents <= 0:
        raise BadPayment(_("A payment needs an amount above zero."))
    if received_on > today:
        raise BadPayment(_("The day lies ahead. Give the day the money came in."))
    return Payment.objects.create(
        membership=row,
        cents=cents,
        currency=row.currency,
        method=paid.method,
        received_on=received_on,
        source=paid.source,
        reference=paid.reference,
        recorded_by=by,
        recorded_at=at,
    )
