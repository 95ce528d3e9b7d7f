"""The board writes a plan's ladder of renewal letters."""

from collections.abc import Mapping

from django.db import transaction

from members.models import LadderStep, Person, Plan


@transaction.atomic
def write(*, plan: Plan, steps: Mapping[int, bool], by: Person | None) -> None:
    """The plan's ladder is these days (from the last paid day) and whether each goes out.

    Rows that stay as they were are not touched. Writes LadderStep.
    """
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    known = {row.days: row for row in LadderStep.objects.filter(plan=plan)}
    LadderStep.objects.filter(plan=plan).exclude(days__in=list(steps)).delete()
    for days, is_on in steps.items():
        row = known.get(days) or LadderStep(plan=plan, days=days)
        if row.pk is None or row.is_on != is_on:
            row.is_on = is_on
            row.save()


@transaction.atomic
def forget(*, plan: Plan, by: Person | None) -> bool:
    """The plan follows the association's ladder again; False where it did. Writes LadderStep."""
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    gone, _tables = LadderStep.objects.filter(plan=plan).delete()
    return bool(gone)
