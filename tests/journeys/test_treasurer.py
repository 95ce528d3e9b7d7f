"""A member becomes treasurer, has the rights of the seat, and has them no longer than the term."""

import io
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from members.models import Payment
from outbox.queries import local_day
from roles.models import Term
from tests.journeys.cast import BERLIN, a_standing_member, an_association, an_officer, seat_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def today(mailbox):
    """Of an association with a president and an empty treasurer's seat."""
    an_association()
    seat_of("Treasurer", "Treasurer")
    return local_day(timezone.now())


def noon(day):
    """That day's noon; the clock goes on from there."""
    return time_machine.travel(datetime.combine(day, time(12), BERLIN), tick=True)


def appoint(page, name, last_day):
    """At the desk: Seats, the seat, its object tool."""
    page.goto("/admin/roles/seat/")
    page.get_by_role("link", name="Treasurer 1").click()
    page.get_by_role("link", name="Appoint", exact=True).click()
    page.locator(".select2-selection").click()
    page.locator(".select2-search__field").fill(name[2:])
    page.get_by_role("option", name=name).click()
    page.get_by_label("Last day").fill(str(last_day))
    page.get_by_role("button", name="Appoint to Treasurer 1").click()
    expect(page.get_by_text(f"{name} is in the seat.")).to_be_visible()


def status(page, path):
    return page.goto(path).status


@pytest.mark.broad
def test_a_member_is_treasurer_for_a_term_and_not_a_day_longer(visit, sign_in_as, today):
    president = an_officer("President", "Board admin")
    member = a_standing_member("A Careful Member")
    payer = a_standing_member("A Paying Member")
    desk, page = sign_in_as(visit(), president), sign_in_as(visit(), member)
    last_day = today + timedelta(days=30)
    assert (status(page, "/dues/"), status(page, "/admin/members/payment/")) == (403, 403)

    appoint(desk, "A Careful Member", last_day)

    page.goto("/dues/")
    page.get_by_label("Who paid?").press_sequentially("pay")
    page.get_by_role("link", name="A Paying Member").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("120.00 EUR from A Paying Member.")).to_be_visible()
    payment = Payment.objects.get()
    assert (payment.membership.person, payment.cents, payment.recorded_by) == (payer, 12000, member)

    with noon(last_day):
        assert (status(page, "/dues/"), status(page, "/admin/members/payment/")) == (200, 200)
    with noon(last_day + timedelta(days=1)):
        assert (status(page, "/dues/"), status(page, "/admin/members/payment/")) == (403, 403)
        assert status(page, f"/dues/{payer.uid}/") == 403
        page.goto("/")
        expect(page.get_by_role("heading", name="What needs an officer")).to_have_count(0)


@pytest.mark.broad
def test_the_last_who_can_appoint_stays_until_a_successor_stands(visit, sign_in_as, today):
    president = an_officer("President", "Board admin", until=today + timedelta(days=5))
    a_standing_member("A Careful Member")
    page = sign_in_as(visit(), president)
    after = today + timedelta(days=6)

    with noon(after):
        call_command("tick", "--at", f"{after}T12:00", stdout=io.StringIO())
        page.goto("/")
        red = page.get_by_text("A President only holds over as President 1: appoint a successor.")
        expect(red).to_be_visible()
        appoint(page, "A Careful Member", after + timedelta(days=10))

    assert list(Term.objects.order_by("id").values_list("person__name", "kind")) == [
        ("A President", "appointed"), ("A President", "holdover"),
        ("A Careful Member", "appointed"),
    ]  # fmt: skip


@pytest.mark.long
def test_a_successor_ends_the_holdover_of_the_last_who_could_appoint(visit, sign_in_as, today):
    old = an_officer("President", "Board admin", until=today)
    new = a_standing_member("A Careful Member")
    call_command("tick", "--at", f"{today}T12:00", stdout=io.StringIO())
    page = sign_in_as(visit(), old)

    page.goto("/admin/roles/seat/")
    page.get_by_role("link", name="President 1").click()
    page.get_by_role("link", name="Appoint", exact=True).click()
    page.locator(".select2-selection").click()
    page.locator(".select2-search__field").fill("careful")
    page.get_by_role("option", name="A Careful Member").click()
    page.get_by_role("button", name="Appoint to President 1").click()
    page.wait_for_load_state()

    assert status(page, "/admin/") != 200 or "/login" in page.url
    assert status(sign_in_as(visit(), new), "/admin/roles/seat/") == 200
