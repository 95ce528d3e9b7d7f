"""What a person would pay next, and for what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from members.models import Application, FirstYear, Membership, Payment, Person, Plan
from members.queries.applications import open_applications, plan_asked_for
from members.queries.credit import credit_of
from members.queries.nexts import last_of, next_offer, offer_after
from members.queries.standing import covers_of_many
from members.rules import Cover, money


@dataclass(frozen=True)
class Quote:
    """The next period: half-open days, cents of the plan's currency, and the rule in words."""

    plan: Plan
    start: date
    end: date | None
    dues_cents: int
    credit_cents: int
    rule: str = ""

    @property
    def missing_cents(self) -> int:
        """What is still to pay; never below nought."""
        return max(self.dues_cents - self.credit_cents, 0)

    @property
    def last_day(self) -> date | None:
        """The last day the period would cover."""
        return self.end - timedelta(days=1) if self.end else None

    @property
    def dues(self) -> str:
        """The dues as people read them."""
        return money(self.dues_cents, self.plan.currency)

    @property
    def missing(self) -> str:
        """What is still to pay, as people read it."""
        return money(self.missing_cents, self.plan.currency)

    @property
    def credit(self) -> str:
        """What is on account, empty for nothing."""
        return money(self.credit_cents, self.plan.currency) if self.credit_cents > 0 else ""


def plan_of(person: Person) -> Plan | None:
    """The plan applied for, else the last one if the person pays for it."""
    asked = plan_asked_for(person)
    last = None if asked else last_of(person)
    return asked or (last.plan if last and last.under_id is None else None)


def quote(person: Person, plan: Plan | None, day: date) -> Quote | None:
    """The next period for dues received on `day`; None without a plan or without an end."""
    plan = plan or plan_of(person)
    last: Membership | None = last_of(person)
    if plan is None or (last and last.period.upper is None and last.resigned_on is None):
        return None
    found = next_offer(person=person, plan=plan, day=day, today=day)
    credit = credit_of(person, plan.currency)
    rule = _words(plan) if found.part else ""
    return Quote(plan, found.start, found.end, found.cents, credit, rule)


def missing_of(people: Collection[int], day: date) -> dict[int, int]:
    """Person's id -> cents they would still pay for the next period, 0 where nothing is asked.

    As `quote` says for each; five queries, however many they are.
    """
    lasts, asked = _lasts(people), _asked(people)
    covers, credits = covers_of_many(people), _credits(people)
    found = {}
    for pk in people:
        last = lasts.get(pk)
        own = last.plan if last and last.under_id is None else None
        plan = asked.get(pk) or own
        endless = last and last.period.upper is None and last.resigned_on is None
        if plan is None or endless:
            found[pk] = 0
            continue
        offered = offer_after(last, partial(_covers, covers, pk), plan=plan, day=day, today=day)
        found[pk] = max(offered.cents - credits.get((pk, plan.currency), 0), 0)
    return found


def _covers(found: dict[int, list[Cover]], pk: int) -> list[Cover]:
    return found.get(pk, [])


def _lasts(people: Collection[int]) -> dict[int, Membership]:
    rows = Membership.objects.filter(person__in=people, voided_on__isnull=True)
    return {
        row.person_id: row for row in rows.select_related("plan").order_by("period__startswith")
    }


def _asked(people: Collection[int]) -> dict[int, Plan]:
    """The plan of each one's newest open application, where that is approved."""
    rows = open_applications().filter(person__in=people).select_related("plan")
    newest: dict[Any, Application] = {row.person_id: row for row in rows}
    approved = Application.State.APPROVED
    return {pk: row.plan for pk, row in newest.items() if row.state == approved}


def _credits(people: Collection[int]) -> dict[tuple[int, str], int]:
    lines = Payment.objects.filter(person_id__in=people, membership=None).order_by()
    sums: Any = lines.values_list("person_id", "currency").annotate(sum_=Sum("cents"))
    return {(pk, currency): cents for pk, currency, cents in sums}


def _words(plan: Plan) -> str:
    """The rule of the first year, as a sentence."""
    return {
        FirstYear.FULL: _("The year has begun; its dues are asked in full."),
        FirstYear.MONTHS: _("The year has begun: a twelfth of the dues for each month left."),
        FirstYear.FREE: _("The rest of this year is free: the dues count for the next."),
    }[FirstYear(plan.first_year)]
