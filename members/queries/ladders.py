"""The ladders of renewal letters: the association's, and those of plans that have their own."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from kit.queries import values
from members.models import LadderStep, LetterHold, LetterSkip, Plan
from members.rules import LADDER, LAST_NOTICE_DAYS, stage_days


@dataclass(frozen=True)
class Ladders:
    """`default` for plans without their own; `own` by plan. Days from the last paid day."""

    default: Sequence[int]
    last_days: int
    own: Mapping[int, Sequence[int]] = field(default_factory=dict)

    def of(self, plan_id: int) -> Sequence[int]:
        """The days on which letters of this plan fall due, ascending."""
        return self.own.get(plan_id, self.default)

    def holds(self, plan_id: int) -> list[tuple[int, int]]:
        """(stage, first day after it) pairs of this plan."""
        return stage_days(self.of(plan_id), self.last_days)

    def span(self) -> tuple[int, int] | None:
        """From the first letter to the first day after the last, over all plans."""
        pairs = [pair for days in self._all() for pair in stage_days(days, self.last_days)]
        return (
            (min(first for first, _end in pairs), max(end for _first, end in pairs))
            if (pairs)
            else None
        )

    def stage_on(self, today: date) -> Case:
        """The latest stage passed on `today` by plan and last paid day; NULL for none."""
        whens = [
            When(self._whose(plan_id) & passed(today, first=stage, end=end), then=Value(stage))
            for plan_id, days in [(None, self.default), *self.own.items()]
            for stage, end in stage_days(days, self.last_days)
        ]
        return Case(*whens, default=None, output_field=IntegerField())

    def next_within(self, today: date, days: int) -> Q:
        """Memberships some letter of which falls due after `today`, within so many days."""
        found = Q(pk__in=[])
        for plan_id, stages in [(None, self.default), *self.own.items()]:
            for stage in stages:
                ahead = Q(
                    period__endswith__gt=today + timedelta(days=1 - stage),
                    period__endswith__lte=today + timedelta(days=1 - stage + days),
                )
                found |= self._whose(plan_id) & ahead
        return found

    def _whose(self, plan_id: int | None) -> Q:
        if plan_id is not None:
            return Q(plan_id=plan_id)
        return ~Q(plan_id__in=list(self.own)) if self.own else Q()

    def _all(self) -> list[Sequence[int]]:
        return [self.default, *self.own.values()]


def ladders() -> Ladders:
    """All ladders as they stand; two queries."""
    numbers = values(LADDER, LAST_NOTICE_DAYS)
    own: dict[int, list[int]] = defaultdict(list)
    for plan_id, days, is_on in LadderStep.objects.values_list("plan_id", "days", "is_on"):
        own[plan_id] += [days] if is_on else []
    return Ladders(
        sorted(numbers[LADDER.key]),
        numbers[LAST_NOTICE_DAYS.key],
        {plan_id: sorted(days) for plan_id, days in own.items()},
    )


def passed(today: date, *, first: int, end: int) -> Q:
    """`today` is at least `first` and less than `end` days after the last paid day."""
    return Q(
        period__endswith__gt=today + timedelta(days=1 - end),
        period__endswith__lte=today + timedelta(days=1 - first),
    )


def steps_of(plan: Plan) -> list[tuple[int, bool]]:
    """(days, goes out) of a plan's ladder, the association's where it has none of its own."""
    own = list(LadderStep.objects.filter(plan=plan).values_list("days", "is_on"))
    return own or [(days, True) for days in ladders().default]


def holding(today: date) -> QuerySet[LetterHold]:
    """Holds that are open on `today`."""
    open_ones = LetterHold.objects.filter(lifted_at__isnull=True)
    return open_ones.filter(Q(until__isnull=True) | Q(until__gt=today))


def is_held(person_id: int, today: date) -> bool:
    """Whether renewal letters to this person are on hold today."""
    return holding(today).filter(person_id=person_id).exists()


def is_skipped(membership_id: int, stage: int) -> bool:
    """Whether this membership does without this step."""
    return LetterSkip.objects.filter(membership_id=membership_id, days=stage).exists()
