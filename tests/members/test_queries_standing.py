"""Standing by SQL agrees with the rule, whatever was recorded."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from members.models import Membership, Person
from members.queries import covers_of, is_member_on, members_on, rolls, standing, with_standing
from members.rules import CURRENT
from members.rules import standing as by_rule
from tests.members.factories import TODAY, a_member, a_person, a_plan

pytestmark = pytest.mark.django_db

START = date(2024, 1, 1)
day_numbers = st.integers(0, 900)


@st.composite
def histories(draw) -> list[dict]:
    """Memberships of one person in a row, with gaps, voids, resignations and late records."""
    rows, cursor = [], draw(day_numbers)
    for _ in range(draw(st.integers(0, 4))):
        length = draw(st.none() | st.integers(1, 500))
        resigned = draw(st.none() | st.integers(0, 300))
        voided = draw(st.none() | st.integers(0, 300))
        lower = START + timedelta(days=cursor)
        known = lower + timedelta(days=draw(st.sampled_from([-40, 0, 10])))
        rows.append(
            {
                "period": DateRange(lower, length and lower + timedelta(days=length)),
                "recorded_on": known,
                "grace_days": draw(st.sampled_from([0, 30, 90])),
                "honorary": draw(st.booleans()),
                "voided_on": None if voided is None else known + timedelta(days=voided),
                "resigned_on": None if resigned is None else lower + timedelta(days=resigned),
                "resigned_recorded_on": None
                if resigned is None
                else lower + timedelta(days=resigned - draw(st.integers(0, 20))),
            }
        )
        if length is None:
            break
        cursor += length + draw(st.sampled_from([0, 0, 10, 200]))
    return rows


LEFT_AT_ONCE = [
    {"period": DateRange(START, START + timedelta(days=1)), "recorded_on": START, "grace_days": 30},
    {
        "period": DateRange(START + timedelta(days=1), None),
        "recorded_on": START,
        "grace_days": 0,
        "resigned_on": START + timedelta(days=1),
        "resigned_recorded_on": START + timedelta(days=1),
    },
]


@pytest.mark.broad
@example(rows=LEFT_AT_ONCE, offsets=[0, 1, 2])
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=histories(), offsets=st.lists(day_numbers, min_size=3, max_size=6))
def test_sql_and_rule_give_the_same_standing_on_every_day(rows, offsets):
    with transaction.atomic():
        plan, person = a_plan(), a_person()
        Membership.objects.bulk_create(
            Membership(person=person, plan=plan, dues_cents=0, currency="EUR", **row)
            for row in rows
        )
        for offset in offsets:
            day = START + timedelta(days=offset)
            found = with_standing(Person.objects.filter(pk=person.pk), day).get()

            assert found.standing_ == by_rule(covers_of(person), day)
            among = members_on(day).filter(pk=person.pk).exists()
            assert is_member_on(person, day) == among
        days = [START + timedelta(days=offset) for offset in offsets]
        for day, members in rolls(days).items():
            assert members == set(members_on(day).values_list("pk", flat=True))
        transaction.set_rollback(True)


def test_members_on_holds_exactly_the_current_ones():
    a_person("A Guest")
    a_member("A Lapsed Member", start=date(2024, 1, 1))
    current = {
        a_member("A Member").pk,
        a_member("A Member Due", start=TODAY - timedelta(days=340)).pk,
        a_member("A Member in Grace", start=TODAY - timedelta(days=370)).pk,
    }

    assert set(members_on(TODAY).values_list("pk", flat=True)) == current
    assert rolls([TODAY])[TODAY] == current
    assert {standing(p, TODAY) in CURRENT for p in Person.objects.filter(pk__in=current)} == {True}
