"""Part and over-payment, waived dues, between jobs, one payer for several."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError
from django.db.models import Sum

from members.actions import covers, memberships, waivers
from members.models import Membership, Payment
from members.queries import standing
from members.queries.credit import credit_of
from members.queries.lapses import running_out
from outbox.models import Message
from outbox.rendering import preview
from tests.members.factories import NOON, TODAY, a_member, a_person, a_plan, last_membership

pytestmark = pytest.mark.django_db


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def pay(person, cents=None, day=TODAY, **fields):
    return memberships.record_payment(
        person=person, cents=cents, by=None, at=noon(day), **{"method": "transfer"} | fields
    )


def on_account(person):
    return credit_of(person, "EUR")


def test_a_part_payment_is_noted_and_writes_no_period():
    person, plan = a_person(), a_plan()

    line = pay(person, 5000, plan=plan)

    assert line.membership is None
    assert (on_account(person), Membership.objects.count()) == (5000, 0)


def test_the_rest_completes_the_period():
    person, plan = a_person(), a_plan()
    pay(person, 5000, plan=plan)

    line = pay(person, 7000, plan=plan)

    assert line.membership.payments.aggregate(sum=Sum("cents"))["sum"] == 12000
    assert (on_account(person), last_membership(person)) == (0, line.membership)


def test_over_payment_stays_on_account_and_helps_next_time():
    person, plan = a_person(), a_plan()
    pay(person, 15000, plan=plan)
    assert on_account(person) == 3000

    pay(person, 9000)

    assert (on_account(person), Membership.objects.count()) == (0, 2)


def test_the_ledger_adds_up_to_the_money_received():
    person, plan = a_person(), a_plan()
    for cents in (5000, 9500, 20000):
        pay(person, cents, plan=plan)

    assert Payment.objects.aggregate(sum=Sum("cents"))["sum"] == 34500


def test_taking_back_a_part_takes_back_the_period_it_helped_to_pay():
    person, plan = a_person(), a_plan()
    part = pay(person, 5000, plan=plan)
    pay(person, 7000, plan=plan)

    memberships.reverse_payment(payment=part, by=None, at=NOON)

    assert last_membership(person).voided_on == TODAY
    assert on_account(person) == 7000


def test_taking_back_an_over_payment_takes_back_what_its_rest_paid():
    person, plan = a_person(), a_plan()
    first = pay(person, 15000, plan=plan)
    pay(person, 9000)

    memberships.reverse_payment(payment=first, by=None, at=NOON)

    assert [m.voided_on for m in Membership.objects.all()] == [TODAY, TODAY]
    assert on_account(person) == 9000


def test_a_move_between_account_and_period_cannot_be_taken_back():
    person, plan = a_person(), a_plan()
    pay(person, 15000, plan=plan)

    with pytest.raises(memberships.NotReversible):
        memberships.reverse_payment(
            payment=Payment.objects.filter(method="credit").first(), by=None, at=NOON
        )


def test_the_rest_can_be_waived_for_a_reason():
    person, plan = a_person(), a_plan()

    pay(person, 5000, plan=plan, waive_rest="moved here in May")

    row = last_membership(person)
    assert (row.basis, row.basis_reason, row.dues_cents) == ("waived", "moved here in May", 5000)


def test_dues_are_waived_for_a_reason_only():
    person = a_member(start=date(2025, 6, 20))

    with pytest.raises(waivers.ReasonMissing):
        waivers.waive(person=person, reason=" ", by=None, at=NOON)
    waivers.waive(person=person, reason="long illness", by=None, at=NOON)

    row = last_membership(person)
    assert (row.period.lower, row.basis, row.dues_cents) == (date(2026, 6, 20), "waived", 0)


def test_the_database_wants_the_reason_too():
    person = a_member()

    with pytest.raises(IntegrityError):
        Membership.objects.filter(person=person).update(basis="waived")


def test_a_lapsed_member_between_jobs_is_a_member_at_once():
    person = a_member(start=date(2024, 1, 1))

    row = waivers.between_jobs(person=person, months=6, by=person, at=NOON)

    assert (row.period.lower, row.period.upper) == (TODAY, date(2026, 12, 15))
    assert standing(person, TODAY) == "active"


def test_between_jobs_follows_the_paid_time():
    person = a_member(start=date(2025, 7, 1))

    row = waivers.between_jobs(person=person, months=12, by=person, at=NOON)

    assert (row.period.lower, row.period.upper) == (date(2026, 7, 1), date(2027, 7, 1))


def test_more_than_twelve_months_between_jobs_are_refused():
    person = a_member(start=date(2024, 1, 1))
    waivers.between_jobs(person=person, months=9, by=person, at=NOON)

    with pytest.raises(waivers.TooLong):
        waivers.between_jobs(person=person, months=4, by=person, at=NOON)


def test_who_finds_a_job_pays_from_that_day_and_nothing_for_before():
    person = a_member(start=date(2024, 1, 1))
    waivers.between_jobs(person=person, months=6, by=person, at=NOON)

    pay(person, 12000, day=date(2026, 8, 1))

    row = last_membership(person)
    assert (row.period.lower, row.dues_cents) == (date(2026, 8, 1), 12000)
    assert standing(person, date(2026, 7, 1)) == standing(person, date(2026, 8, 1)) == "active"


def test_no_dues_letters_between_jobs_but_one_before_its_end():
    person = a_member(email="between@example.org", start=date(2024, 1, 1))
    waivers.between_jobs(person=person, months=6, by=person, at=NOON)
    assert list(running_out()) == []

    counts = [
        waivers.announce_ends(today=day, at=noon(day))
        for day in (date(2026, 11, 13), date(2026, 11, 14), date(2026, 11, 15))
    ]

    assert counts == [0, 1, 0]
    letter = Message.objects.get(kind="membership.between")
    assert "Nothing is owed for it." in preview(letter, noon(date(2026, 11, 14))).text


def family():
    plan = a_plan(name="Family", seats=1)
    payer, partner = a_person("A Payer"), a_person("A Partner", "partner@example.org")
    pay(payer, plan=plan)
    covers.cover(payer=payer, person=partner, by=None, at=NOON)
    return payer, partner


def test_the_covered_stand_and_renew_with_the_payer():
    payer, partner = family()
    assert standing(partner, TODAY) == "active"

    pay(payer, day=date(2027, 6, 1))

    row = last_membership(partner)
    assert (row.period, row.dues_cents) == (last_membership(payer).period, 0)
    assert row.under == last_membership(payer)


def test_the_covered_lapse_with_the_payer():
    payer, partner = family()

    day = date(2027, 9, 1)
    assert standing(payer, day) == standing(partner, day) == "lapsed"


def test_more_people_than_the_plan_covers_are_refused():
    payer, _partner = family()

    with pytest.raises(covers.NoSeat):
        covers.cover(payer=payer, person=a_person("A Third"), by=None, at=NOON)


def test_who_leaves_the_cover_stays_to_the_end_and_is_told_the_ways_on():
    payer, partner = family()

    covers.uncover(person=partner, by=None, at=NOON)
    covers.uncover(person=partner, by=None, at=NOON)
    pay(payer, day=date(2027, 6, 1))

    assert standing(partner, TODAY + timedelta(days=300)) == "active"
    assert last_membership(partner).period.upper == date(2027, 6, 15)
    letter = Message.objects.get(kind="membership.uncovered")
    assert "between jobs" in preview(letter, NOON).text


def test_taking_back_the_payment_takes_back_the_covered():
    payer, partner = family()

    line = Payment.objects.get(person=payer)
    memberships.reverse_payment(payment=line, by=None, at=NOON)

    assert last_membership(partner).voided_on == TODAY
