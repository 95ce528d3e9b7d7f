"""Whose membership needs a renewal letter."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from members.models import Basis, Membership
from members.rules import stage_days


class NoticeDueOn(Func):
    """The day a stage falls due: the last paid day plus the stage's days."""

    template = "(upper(%(expressions)s))"
    arg_joiner = ") - 1 + ("
    output_field = DateField()

    def __init__(self, *args: Any, **extra: Any) -> None:
        super().__init__(*(args or (F("period"), F("stage_"))), **extra)


def unfollowed() -> QuerySet[Membership]:
    """Counted memberships of the living that nothing follows, where nobody resigned."""
    later = Membership.objects.filter(
        person_id=OuterRef("person_id"),
        voided_on__isnull=True,
        period__startswith__gt=OuterRef("period__startswith"),
    )
    return Membership.objects.filter(
        ~Exists(later),
        voided_on__isnull=True,
        resigned_on__isnull=True,
        person__deceased_on__isnull=True,
        person__merged_into__isnull=True,
    )


def running_out() -> QuerySet[Membership]:
    """Memberships still waiting for a renewal: nothing follows, nobody resigned or died.

    Who is paid for by somebody else is not asked, nor anybody between jobs.
    """
    return unfollowed().filter(
        ~Q(basis=Basis.BETWEEN_JOBS),
        Q(under__isnull=True) | Q(uncovered_on__isnull=False),
        honorary=False,
    )


def falling_due(
    today: date,
    *,
    ladder: Sequence[int],
    last_days: int,
    silent_until: date | None = None,
) -> QuerySet[Membership]:
    """Memberships with `stage_`: the latest stage of the ladder passed on `today`.

    A range of dates, so that a missed night is made good. Stages that fell due before
    `silent_until` (the association's release) or before the row's own are left out.
    """
    stages = stage_days(ladder, last_days)
    if not stages:
        return Membership.objects.none()
    # The last paid day is the day before `upper`; a stage holds while stage <= offset < end.
    whens = [When(_passed(today, first=stage, end=end), then=Value(stage)) for stage, end in stages]
    due = (
        running_out()
        .filter(_passed(today, first=stages[0][0], end=stages[-1][1]))
        .annotate(stage_=Case(*whens, output_field=IntegerField()))
        .alias(due_on=NoticeDueOn())
        .filter(Q(silent_until__isnull=True) | Q(due_on__gte=F("silent_until")))
    )
    return due if silent_until is None else due.filter(due_on__gte=silent_until)


def _passed(today: date, *, first: int, end: int) -> Q:
    """`today` is at least `first` and less than `end` days after the last paid day."""
    return Q(
        period__endswith__gt=today + timedelta(days=1 - end),
        period__endswith__lte=today + timedelta(days=1 - first),
    )
