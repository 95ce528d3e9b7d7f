"""Three ways to ask for standing give one answer, over whatever was recorded and taken back."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.models import Setting
from members.models import Application, Death, Membership, Person
from members.queries import is_member_on, members_on, standing, with_standing
from members.queries.census import CENSUS, headcount, standings_on
from members.queries.rights import has_right, holders
from members.rules import CURRENT, Standing
from members.rules.grace import KEPT, Right
from tests.members.factories import a_person, a_plan
from tests.members.test_queries_standing import START

pytestmark = [pytest.mark.broad, pytest.mark.django_db]
AT = datetime(2024, 1, 1, tzinfo=UTC)
numbers = st.integers(0, 700)
EXCUSES = {"dues": {}, "waived": {"basis_reason": "a reason", "basis_at": AT},
           "between": {"basis_reason": "between jobs", "basis_at": AT}}  # fmt: skip


def day(number):
    return START + timedelta(days=number)


def maybe(draw, low, high):
    return draw(st.none() | st.integers(low, high))


@st.composite
def memberships(draw):
    """Periods in a row: paid, waived, between jobs, imported late, voided, resigned."""
    rows, cursor = [], draw(numbers)
    for _number in range(draw(st.integers(0, 4))):
        length, resigned = maybe(draw, 1, 400), maybe(draw, 0, 300)
        known = cursor + draw(st.sampled_from([-40, 0, 0, 10, 300]))
        voided, basis = maybe(draw, 0, 300), draw(st.sampled_from(list(EXCUSES)))
        rows.append({
            "period": DateRange(day(cursor), length and day(cursor + length)),
            "recorded_on": day(known),
            "grace_days": draw(st.sampled_from([0, 30, 90])),
            "honorary": draw(st.booleans()),
            "voided_on": None if voided is None else day(known + voided),
            "resigned_on": None if resigned is None else day(cursor + resigned),
            "resigned_recorded_on":
                None if resigned is None else day(cursor + resigned - draw(st.integers(0, 20))),
            "basis": basis, **EXCUSES[basis],
        })  # fmt: skip
        if length is None:
            break
        cursor += length + draw(st.sampled_from([0, 0, 10, 200]))
    return rows


@st.composite
def lives(draw):
    """A person's memberships, an application, a death, and one taken back as wrong."""
    asked, died, wrong = maybe(draw, 0, 700), maybe(draw, 0, 800), maybe(draw, 0, 600)
    return {
        "memberships": draw(memberships()),
        "asked": None if asked is None else (asked, maybe(draw, 0, 100)),
        "died": None if died is None else (died, died + draw(st.integers(0, 60))),
        "wrong": None if wrong is None else (wrong, wrong + draw(st.integers(0, 90))),
        "covered": draw(st.booleans()),
    }


def live(life, plan, payer):
    """Write one life down; who is covered stands under the payer's period."""
    person = a_person()
    under = payer if life["covered"] else None
    Membership.objects.bulk_create(
        Membership(person=person, plan=plan, dues_cents=0, currency="EUR", under=under, **row)
        for row in life["memberships"]
    )
    if life["asked"]:
        begins, lasts = life["asked"]
        over = None if lasts is None else day(begins + lasts)
        Application.objects.create(
            person=person, plan=plan, name="A", email="a@example.org", consent="Yes",
            state="applied" if over is None else "withdrawn", proven_at=AT, asked_at=AT,
            applied_on=day(begins), closed_on=over,
            withdrawn_at=None if over is None else AT,
        )  # fmt: skip
    if life["wrong"]:
        told, undone = life["wrong"]
        Death.objects.create(
            person=person, died_on=day(told), recorded_on=day(told), voided_on=day(undone)
        )
    if life["died"]:
        on, told = life["died"]
        Death.objects.create(person=person, died_on=day(on), recorded_on=day(told))
    return person


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(lives(), min_size=1, max_size=4), st.lists(numbers, min_size=2, max_size=5))
def test_python_subqueries_and_census_agree_on_every_day(stories, offsets):
    with transaction.atomic():
        plan = a_plan()
        payer = Membership.objects.create(
            person=a_person("A Payer"), plan=plan, dues_cents=0, currency="EUR", grace_days=30,
            recorded_on=START, period=DateRange(START, None),
        )  # fmt: skip
        for story in stories:
            live(story, plan, payer)
        people = len(stories) + 1
        asked = [(one_by_one(day(n)), subqueries(day(n)), census(day(n))) for n in offsets]
        transaction.set_rollback(True)

    for python, by_subqueries, by_census in asked:
        assert len(python[0]) == people
        assert python == by_subqueries == by_census


def one_by_one(today):
    """(standing of each, the current, how many of each) by the rule in Python."""
    return told({person.pk: standing(person, today) for person in Person.objects.all()})


def told(found):
    current = {pk for pk, state in found.items() if state in CURRENT}
    counted = Counter(found.values())
    return found, current, {state: counted[state] for state in Standing}


def subqueries(today):
    """The same three by lists with standing and by the list of members; counted by hand."""
    found = {p.pk: Standing(p.standing_) for p in with_standing(Person.objects.all(), today)}
    return found, set(members_on(today).values_list("pk", flat=True)), told(found)[2]


def census(today):
    """The same three by the statement over everybody."""
    found = dict(standings_on(today))
    return found, told(found)[1], headcount(today)


def test_a_census_that_forgot_a_rule_is_caught(monkeypatch):
    waived = {"basis": "between", **EXCUSES["between"]}
    Membership.objects.create(
        person=a_person(), plan=a_plan(), dues_cents=0, currency="EUR", grace_days=30,
        recorded_on=START, period=DateRange(START, day(100)), **waived,
    )  # fmt: skip
    honest = one_by_one(day(90)) == census(day(90))

    monkeypatch.setattr(
        "members.queries.census.CENSUS", CENSUS.replace("basis <> 'between'", "true")
    )

    assert (honest, one_by_one(day(90)) == census(day(90))) == (True, False)


def test_between_jobs_nothing_is_due_in_the_last_sixty_days():
    person = a_person()
    Membership.objects.create(
        person=person, plan=a_plan(), dues_cents=0, currency="EUR", grace_days=0,
        recorded_on=START, period=DateRange(START, day(100)), basis="between",
        **EXCUSES["between"],
    )  # fmt: skip

    found = {standing(person, day(number)) for number in range(39, 100)}

    assert found == {Standing.ACTIVE}


def test_a_grace_right_that_the_board_took_is_gone_for_those_in_grace_only():
    plan, today = a_plan(), day(380)
    paid, late = a_person("Paid"), a_person("Late")
    for person, starts in ((paid, 100), (late, 0)):
        Membership.objects.create(
            person=person, plan=plan, dues_cents=0, currency="EUR", grace_days=30,
            recorded_on=START, period=DateRange(day(starts), day(starts + 366)),
        )  # fmt: skip
    Setting.objects.create(key=KEPT[Right.DIRECTORY].key, value=0)

    assert set(holders(Right.DIRECTORY, today)) == {paid}
    assert set(holders(Right.VOTING, today)) == {paid, late}
    assert [has_right(late, right, today) for right in Right] == [False, True, True]
    assert is_member_on(late, today)
