"""A member's years in the browser: joins, is approved, pays, renews, lapses, comes back."""

import io
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from members.models import Membership, Person
from members.queries import standing
from outbox.queries import local_day
from tests.journeys.cast import BERLIN, an_association, an_officer
from tests.journeys.test_joining import approve_and_record, fill_in
from tests.members.factories import a_plan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
ADDRESS = "new@example.org"


def noon(day):
    """That day's noon; the clock goes on from there."""
    return time_machine.travel(datetime.combine(day, time(12), BERLIN), tick=True)


def morning(day):
    """What the clock does at nine, and the worker after it."""
    moment = f"{day}T09:05"
    call_command("tick", "--at", moment, stdout=io.StringIO())
    call_command("deliver", "--at", moment, stdout=io.StringIO())


def record(desk, name):
    """Three letters of the name, two taps."""
    desk.goto("/dues/")
    desk.get_by_label("Who paid?").fill(name[:5])
    desk.get_by_role("link", name=name).click()
    desk.get_by_role("button", name="Save").click()
    desk.wait_for_url("**/dues/")


def stands(name="A Newcomer"):
    return standing(Person.objects.get(name=name), local_day(timezone.now())).value


def test_join_approve_pay_renew_lapse_and_return(visit, sign_in_as, mailbox):
    today = timezone.now().date()
    an_association()
    a_plan(name="Member")
    chair = an_officer("Chair", "Membership", until=today + timedelta(days=2000))
    fill_in(visit(), "A Newcomer", ADDRESS)
    mailbox.deliver()
    phone = visit()
    phone.goto(mailbox.link(ADDRESS, "/join/"))
    phone.get_by_role("button", name="Yes, send my application").click()
    expect(phone.get_by_text("It has arrived.")).to_be_visible()
    approve_and_record(sign_in_as(visit(), chair))
    first = Membership.objects.get()
    assert stands() == "active"

    renewing = first.period.upper - timedelta(days=16)
    with noon(renewing):
        morning(renewing)
        phone.goto(mailbox.link(ADDRESS, "/renew/"))
        phone.get_by_label("bank transfer").check()
        phone.get_by_role("button", name="Tell the treasurer").click()
        expect(phone.get_by_text("We have told the treasurer")).to_be_visible()
        record(sign_in_as(visit(), chair), "A Newcomer")
        second = Membership.objects.latest("period__startswith")
        assert (second.period.lower, stands()) == (first.period.upper, "active")

    lapsed = second.period.upper + timedelta(days=59)
    with noon(lapsed):
        morning(lapsed)
        desk = sign_in_as(visit(), chair)
        desk.goto("/dues/queue/?in=all")
        expect(desk.get_by_text("Now: “we miss you”")).to_be_visible()
        assert stands() == "lapsed"
        phone.goto(mailbox.link(ADDRESS, "/renew/"))
        expect(phone.get_by_role("heading", name="Come back")).to_be_visible()
        record(desk, "A Newcomer")
        third = Membership.objects.latest("period__startswith")
        assert (third.period.lower, stands()) == (lapsed, "active")
        phone.reload()
        expect(phone.get_by_text("Paid until")).to_be_visible()
