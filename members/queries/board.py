"""The treasurer's board: who is due, paid, in grace or lapsed today, and for how long."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.lookups import GreaterThan
from django.utils.functional import cached_property

from kit.queries import value
from members.models import Basis, Checkout, Payment
from members.queries.lapses import unfollowed
from members.queries.standing import GraceEndsAt
from members.rules import RENEWAL_WINDOW, money

PER_PAGE = 25
# Lapsed since: up to three months, up to a year, longer.
AGES = (90, 365)


class State(StrEnum):
    """The drawers of the board."""

    DUE = "due"
    GRACE = "grace"
    LAPSED = "lapsed"
    PAID = "paid"
    BETWEEN = "between"
    ACCOUNT = "account"


class Counted(Paginator):
    """Pages of a list whose length is known already."""

    def __init__(self, rows: Any, *, total: int) -> None:
        super().__init__(rows, PER_PAGE)
        self.total = total

    @cached_property
    def count(self) -> int:
        return self.total


def drawers(today: date) -> dict[State, Q]:
    """Which membership lies in which drawer; each in one."""
    soon = today + timedelta(days=value(RENEWAL_WINDOW) + 1)
    between = Q(basis=Basis.BETWEEN_JOBS, period__endswith__gt=today)
    over = Q(period__endswith__lte=today)
    grace = Q(GreaterThan(GraceEndsAt(), today))
    return {
        State.DUE: Q(period__endswith__gt=today, period__endswith__lte=soon) & ~between,
        State.GRACE: over & grace,
        State.LAPSED: over & ~grace,
        State.PAID: (Q(period__endswith__gt=soon) | Q(period__endswith=None)) & ~between,
        State.BETWEEN: between,
    }


def counts(today: date) -> dict[str, int]:
    """How many lie in each drawer, and the ages of the lapsed (`lapsed_0`, `_1`, `_2`).

    Two queries and the board's own number.
    """
    first, second = (today - timedelta(days=days) for days in AGES)
    lapsed = drawers(today)[State.LAPSED]
    ages = {
        "lapsed_0": lapsed & Q(period__endswith__gt=first),
        "lapsed_1": lapsed & Q(period__endswith__lte=first, period__endswith__gt=second),
        "lapsed_2": lapsed & Q(period__endswith__lte=second),
    }
    wanted = {state.value: test for state, test in drawers(today).items()} | ages
    found = unfollowed().aggregate(**{k: Count("pk", filter=test) for k, test in wanted.items()})
    return found | {State.ACCOUNT.value: on_account().count()}


def rows(state: State, today: date, *, total: int) -> Counted:
    """One drawer page by page: the most urgent first, each with `days_` from today to its end."""
    order = F("period__endswith")
    sooner = state in {State.DUE, State.GRACE, State.BETWEEN}
    found = (
        unfollowed()
        .filter(drawers(today)[state])
        .select_related("person", "plan")
        .order_by(order.asc() if sooner else order.desc(nulls_last=True), "person_id")
    )
    return Counted(found, total=total)


def dressed(page: Any, today: date) -> list[Any]:
    """The rows of a page with what they show: last paid day, days from it, dues."""
    for row in page:
        row.last_day = row.period.upper - timedelta(days=1) if row.period.upper else None
        row.late = (today - row.last_day).days if row.last_day else 0
        row.amount = money(row.dues_cents, row.currency) if row.dues_cents else ""
    return list(page)


def doubtful() -> list[Checkout]:
    """Card payments that could not be recorded as agreed; the newest ten."""
    rows = Checkout.objects.filter(state=Checkout.State.DOUBTFUL).select_related("person")
    return list(rows[:10])


def on_account() -> QuerySet[Any, Any]:
    """(person, currency, cents) where money waits for a period or was paid beyond the dues."""
    lines = Payment.objects.filter(membership=None).order_by("person__sort_name", "person_id")
    sums = lines.values("person__uid", "person__name", "currency", "person__sort_name", "person_id")
    return sums.annotate(cents=Sum("cents")).exclude(cents=0)
