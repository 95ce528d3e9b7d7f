"""How well the reasons to call foresee who leaves, on three years made by dice.

The dice know no rule of ours. Of 300 members each comes to a share of the monthly meetings that is
theirs. A quarter let their membership run out in the third year: most of them (four in five) come
less and less in the eight months before, the others stop without a sign. One in five of those who
stay is away for four months once, for reasons of their own.
"""

import random
from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from events.models import Attendance, Meeting
from members.models import Membership, Person
from members.queries import rolls
from pulse.queries.risks import risks
from tests.events.scenes import a_series
from tests.members.factories import a_plan
from tests.network.cast import an_evening

pytestmark = [pytest.mark.broad, pytest.mark.django_db]
BEGUN, MEMBERS, MONTH = date(2023, 1, 10), 300, timedelta(days=30)
EVENINGS = [BEGUN + number * MONTH for number in range(40)]
# Looked at once a month in the third year; called is who leaves within two months.
LOOKS = [BEGUN + number * MONTH for number in range(26, 37)]
SOON, LATER = timedelta(days=60), timedelta(days=180)


def three_years(dice: random.Random) -> dict[int, date]:
    """Everybody, their evenings and memberships; gives who leaves, and when."""
    people = Person.objects.bulk_create(
        Person(name=f"Member {number}", sort_name=f"member {number:03}", joined_on=BEGUN)
        for number in range(MEMBERS)
    )
    leaves = {
        person.pk: dice.choice(LOOKS[1:]) + timedelta(days=dice.randint(1, 29))
        for person in dice.sample(people, MEMBERS // 4)
    }
    plan = a_plan()
    Membership.objects.bulk_create(
        Membership(
            person=person, plan=plan, period=DateRange(BEGUN, leaves.get(person.pk)),
            dues_cents=0, currency="EUR", grace_days=0, recorded_on=BEGUN,
        )
        for person in people
    )  # fmt: skip
    series = a_series()
    evenings = [an_evening(day, series=series) for day in EVENINGS]
    for person in people:
        habit = _Habit(dice, leaves.get(person.pk))
        _come(person, [one for one in evenings if habit.comes(one.starts_at.date())])
    return leaves


class _Habit:
    """How often somebody comes, by their own dice."""

    def __init__(self, dice: random.Random, leaves: date | None) -> None:
        self.dice, self.leaves = dice, leaves
        self.share = dice.uniform(0.2, 0.9)
        self.fades = leaves is not None and dice.random() < 0.8
        away = dice.choice(EVENINGS[12:]) if leaves is None and dice.random() < 0.2 else None
        self.away = (away, away + 4 * MONTH) if away else (date.max, date.max)

    def comes(self, day: date) -> bool:
        share = self.share
        if (self.leaves and day >= self.leaves) or self.away[0] <= day < self.away[1]:
            share = 0.0
        elif self.leaves and self.fades and day > self.leaves - 8 * MONTH:
            share *= max(0.0, (self.leaves - day).days - 120) / 240
        return self.dice.random() < share


def _come(person: Person, evenings: list[Meeting]) -> None:
    Attendance.objects.bulk_create(
        Attendance(
            meeting=one, person=person, state="present", method="name",
            arrived_at=one.starts_at, recorded_at=one.starts_at,
        )
        for one in evenings
    )  # fmt: skip


def test_most_of_those_who_fade_are_named_two_months_before_they_leave() -> None:
    leaves = three_years(random.Random(5))
    foreseen, leavers, called, rightly, chance = 0, 0, 0, 0, 0.0

    for day in LOOKS:
        named = {one.person_id for one in risks(day)}
        soon = {pk for pk, on in leaves.items() if day < on <= day + SOON}
        later = {pk for pk, on in leaves.items() if day < on <= day + LATER}
        leavers, foreseen = leavers + len(soon), foreseen + len(soon & named)
        called, rightly = called + len(named), rightly + len(later & named)
        chance += len(named) * len(later) / len(rolls([day])[day])

    recall, precision, blind = foreseen / leavers, rightly / called, chance / called
    print(
        f"recall {recall:.2f}, precision {precision:.2f}, blind choice {blind:.2f}, {called} named"
    )
    assert recall > 0.5
    assert precision > 2 * blind
