"""Joined, renewed, taken back, resigned; history is never rewritten."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from members.actions import deaths, memberships
from members.actions.memberships import (
    AlreadyMember,
    BadPayment,
    NotAMember,
    NotPossible,
    PlanMissing,
    WithoutEnd,
)
from members.models import Membership, Payment, Person
from members.queries import standing, summary
from outbox.models import Message
from tests.members.factories import NOON, TODAY, a_member, a_person, a_plan, last_membership

pytestmark = pytest.mark.django_db


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def pay(person, day=TODAY, **fields):
    return memberships.record_payment(
        person=person, by=None, at=noon(day), **{"method": "transfer"} | fields
    )


def test_a_first_payment_begins_a_membership_and_welcomes():
    person, plan = a_person(email="new@example.org"), a_plan()

    payment = pay(person, plan=plan)

    row = last_membership(person)
    assert (row.period.lower, row.period.upper) == (TODAY, date(2027, 6, 15))
    assert (payment.cents, payment.membership) == (12000, row)
    assert Message.objects.get().kind == "membership.welcome"


def test_a_payment_in_time_continues_without_a_gap():
    person = a_member(start=date(2025, 7, 1))

    pay(person)

    assert last_membership(person).period.lower == date(2026, 7, 1)


def test_a_payment_in_grace_continues_without_a_gap():
    person = a_member(start=date(2025, 6, 1))

    pay(person)

    row = last_membership(person)
    assert (row.period.lower, row.period.upper) == (date(2026, 6, 1), date(2027, 6, 1))


def test_a_late_payer_begins_anew():
    person = a_member(start=date(2024, 1, 1))

    pay(person)

    assert last_membership(person).period.lower == TODAY
    found = summary(person, TODAY)
    assert (found["member_since"], found["first_joined"]) == (TODAY, date(2024, 1, 1))


def test_the_31st_comes_back_after_a_short_month():
    person = a_person()
    plan = a_plan(months=1)
    start = date(2026, 1, 31)
    memberships.join(person=person, plan=plan, start=start, by=None, at=noon(start))
    for day in (date(2026, 2, 20), date(2026, 3, 20)):
        pay(person, day)

    ends = [m.period.upper for m in Membership.objects.order_by("period__startswith")]
    assert ends == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def test_the_same_reference_is_one_payment():
    person, plan = a_person(), a_plan()

    first = pay(person, plan=plan, reference="tx-1")
    again = pay(person, plan=plan, reference="tx-1")

    assert first == again
    assert (Payment.objects.count(), Membership.objects.count()) == (1, 1)


def test_another_persons_reference_is_refused():
    plan = a_plan()
    pay(a_person("A"), plan=plan, reference="tx-1")

    with pytest.raises(BadPayment):
        pay(a_person("B"), plan=plan, reference="tx-1")


@pytest.mark.django_db(transaction=True)
def test_one_reference_for_two_people_at_once_is_one_payment_and_one_refusal():
    plan = a_plan()
    people, gate, refused = [a_person("A"), a_person("B")], Barrier(2), []

    def officer(person: Person) -> None:
        gate.wait()
        try:
            pay(person, plan=plan, reference="tx-1")
        except BadPayment:
            refused.append(person)
        finally:
            connection.close()

    threads = [Thread(target=officer, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(refused), Payment.objects.count()) == (1, 1)


def test_taking_a_payment_back_voids_its_period_from_that_day():
    person = a_member(start=date(2025, 7, 1))
    payment = pay(person, date(2026, 6, 1))
    later = date(2026, 8, 15)

    line = memberships.reverse_payment(payment=payment, by=None, at=noon(later))
    again = memberships.reverse_payment(payment=payment, by=None, at=noon(later))

    assert (line.cents, line.reverses, again) == (-12000, payment, line)
    assert standing(person, date(2026, 8, 14)) == "active"
    assert standing(person, later) == "lapsed"


def test_a_reversal_cannot_be_reversed():
    payment = pay(a_person(), plan=a_plan())
    line = memberships.reverse_payment(payment=payment, by=None, at=NOON)

    with pytest.raises(NotPossible):
        memberships.reverse_payment(payment=line, by=None, at=NOON)


def test_resigning_ends_standing_and_keeps_what_was():
    person = a_member(start=date(2026, 1, 1))

    assert memberships.resign(person=person, by=None, at=NOON, reason="moved") is True
    assert memberships.resign(person=person, by=None, at=NOON, reason="again") is False

    assert standing(person, TODAY - timedelta(days=1)) == "active"
    assert standing(person, TODAY) == "resigned"
    assert last_membership(person).reason == "moved"


def test_who_resigned_may_come_back_by_paying():
    person = a_member(start=date(2026, 1, 1))
    memberships.resign(person=person, by=None, at=noon(date(2026, 3, 1)))

    pay(person)

    assert standing(person, date(2026, 4, 1)) == "resigned"
    assert standing(person, TODAY) == "active"


def test_who_pays_before_leaving_stays():
    person = a_member(start=date(2026, 1, 1))
    memberships.resign(person=person, by=None, at=NOON, on=date(2026, 9, 1))

    pay(person)

    assert standing(person, date(2026, 10, 1)) == "active"


def test_resigning_also_ends_a_period_paid_ahead():
    person = a_member(start=date(2026, 1, 1))
    pay(person)

    memberships.resign(person=person, by=None, at=NOON)

    assert standing(person, date(2027, 3, 1)) == "resigned"


def test_nobody_resigns_from_nothing():
    with pytest.raises(NotAMember):
        memberships.resign(person=a_person(), by=None, at=NOON)


def test_one_membership_at_a_time():
    person = a_member(start=date(2026, 1, 1))

    with pytest.raises(AlreadyMember):
        memberships.join(person=person, plan=a_plan(), start=TODAY, by=None, at=NOON)


def test_a_new_person_needs_a_plan():
    with pytest.raises(PlanMissing):
        pay(a_person())


@pytest.mark.parametrize(
    "fields", [{"cents": 0}, {"cents": -5}, {"received_on": date(2026, 6, 16)}]
)
def test_nothing_and_tomorrow_are_no_payments(fields):
    with pytest.raises(BadPayment):
        pay(a_person(), plan=a_plan(), **fields)

    assert Membership.objects.count() == 0


def test_an_honorary_member_never_lapses_and_never_pays():
    person = a_member(start=date(2025, 6, 20))
    honorary = a_plan(honorary=True, months=None, dues_cents=0)

    memberships.honour(person=person, plan=honorary, by=None, at=NOON)

    assert standing(person, date(2050, 1, 1)) == "honorary"
    with pytest.raises(WithoutEnd):
        pay(person)


def test_a_death_ends_standing_log_in_and_links():
    person = a_member(start=date(2026, 1, 1))

    deaths.record(person=person, on=TODAY, by=None, at=NOON)

    assert standing(person, TODAY) == "deceased"
    assert standing(person, TODAY - timedelta(days=1)) == "active"
    assert person.link_epoch == 1
