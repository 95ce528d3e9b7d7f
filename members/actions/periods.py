"""How a period begins and makes room; shared by everything that writes one."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext as _

from members.models import Basis, Membership, Person, Plan
from members.queries.nexts import WithoutEnd, ends_of, last_of, next_offer, terms
from members.rules import NotPossible

__all__ = ["NotPossible", "WithoutEnd", "ends_of", "last_of", "next_offer", "terms"]


class AlreadyMember(NotPossible):
    """A membership covers part of the wanted period."""


@dataclass(frozen=True, kw_only=True)
class Excuse:
    """Why a period counts without dues, by whom and when."""

    basis: str
    reason: str
    by: Person | None
    at: datetime


def lock(person: Person) -> None:
    """One writer per person at a time, so that double clicks meet what the first one wrote."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def make_room(person: Person, start: date, today: date) -> None:
    """What is left of a resigned period or of the time between jobs ends; who pays stays."""
    rows = Membership.objects.filter(person=person, voided_on__isnull=True)
    # Who pays before leaving stays: history keeps that the resignation once stood there.
    rows.filter(resigned_on__gt=today).update(resigned_on=None, resigned_recorded_on=None)
    rows.filter(
        Q(period__endswith__gt=start) | Q(period__endswith__isnull=True), resigned_on__lte=start
    ).update(voided_on=today)
    for row in rows.filter(basis=Basis.BETWEEN_JOBS, period__endswith__gt=start):
        _shorten(row, start, today)


def _shorten(row: Membership, end: date, today: date) -> None:
    """The row counts until `end` only; the longer one stays in the books as taken back."""
    Membership.objects.filter(pk=row.pk).update(voided_on=today)
    if row.period.lower < end:
        row.pk, row.recorded_on = None, today
        row.period = DateRange(row.period.lower, end)
        row._state.adding = True
        row.save(force_insert=True)


def begin(
    person: Person,
    plan: Plan,
    start: date,
    end: date | None,
    today: date,
    *,
    dues_cents: int | None = None,
    silent_until: date | None = None,
    under: Membership | None = None,
    excuse: Excuse | None = None,
) -> Membership:
    """Write one period with the plan's terms of today. Raises AlreadyMember."""
    period = DateRange(start, end)
    others = Membership.objects.filter(person=person, voided_on__isnull=True)
    if others.filter(period__overlap=period).exists():
        raise AlreadyMember(_("A membership covers this time already. Record a payment instead."))
    why = {"basis": excuse.basis, "basis_reason": excuse.reason[:300], "basis_by": excuse.by,
           "basis_at": excuse.at} if excuse else {}  # fmt: skip
    row = Membership.objects.create(
        person=person,
        plan=plan,
        period=period,
        dues_cents=plan.dues_cents if dues_cents is None else dues_cents,
        currency=plan.currency,
        grace_days=plan.grace_days,
        honorary=plan.honorary,
        recorded_on=today,
        silent_until=silent_until,
        under=under,
        **why,
    )
    if person.joined_on is None:
        person.joined_on = start
        person.save(update_fields=["joined_on"])
    return row


def carry(last: Membership | None, row: Membership, today: date) -> list[Membership]:
    """The people under the payer's last period go on under the next one, with its days.

    Who left the cover, resigned, died or has a membership of their own stays as they are.
    """
    if last is None:
        return []
    people = last.covers.filter(
        voided_on__isnull=True,
        uncovered_on__isnull=True,
        resigned_on__isnull=True,
        person__deceased_on__isnull=True,
        person__merged_into__isnull=True,
    ).select_related("person")
    busy = set(
        Membership.objects.filter(
            person__in=[old.person_id for old in people],
            voided_on__isnull=True,
            period__overlap=row.period,
        ).values_list("person_id", flat=True)
    )
    return [
        begin(old.person, row.plan, row.period.lower, row.period.upper, today,
              dues_cents=0, under=row)
        for old in people if old.person_id not in busy
    ]  # fmt: skip
