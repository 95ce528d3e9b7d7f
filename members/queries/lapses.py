"""Whose membership needs a renewal letter."""

from datetime import date
from typing import Any

from django.db.models import DateField, Exists, F, Func, OuterRef, Q, QuerySet

from members.models import Basis, LetterSkip, Membership
from members.queries.ladders import Ladders, holding, passed


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
    ladders: Ladders,
    silent_until: date | None = None,
) -> QuerySet[Membership]:
    """Memberships with `stage_`: the latest stage of their plan's ladder passed on `today`.

    A range of dates, so that a missed night is made good. Stages that fell due before
    `silent_until` (the association's release) or before the row's own are left out, as are
    skipped ones and people whose letters are on hold.
    """
    span = ladders.span()
    if span is None:
        return Membership.objects.none()
    skipped = LetterSkip.objects.filter(membership=OuterRef("pk"), days=OuterRef("stage_"))
    due = (
        running_out()
        .filter(passed(today, first=span[0], end=span[1]))
        .annotate(stage_=ladders.stage_on(today))
        .alias(due_on=NoticeDueOn())
        .filter(due_on__isnull=False)
        .filter(Q(silent_until__isnull=True) | Q(due_on__gte=F("silent_until")))
        .filter(~Exists(skipped))
        .filter(~Exists(holding(today).filter(person_id=OuterRef("person_id"))))
    )
    return due if silent_until is None else due.filter(due_on__gte=silent_until)
