"""A price asks for nothing but a mark; the mark stands in the treasurer's file."""

import csv
import io
from datetime import timedelta

import pytest

from events.actions import prices, rsvp
from events.actions.refusals import NotPossible
from events.actions.seat_claims import settle
from events.models import Rsvp, SeatPayment
from events.queries.prices import costing, due, price_of
from events.queries.seat_claims import owed
from members.actions.waivers import between_jobs
from tests.events.cast import an_officer, browser
from tests.events.scenes import NOON, a_letterhead, a_meeting, members, say
from tests.members.factories import a_login

pytestmark = pytest.mark.django_db


@pytest.fixture
def priced(time_machine):
    """A meeting at 10 and 15, a member coming with a guest."""
    time_machine.move_to("2026-06-15 12:00:00+00:00", tick=False)
    a_letterhead()
    meeting, [person] = a_meeting(5), members(1)
    prices.set_price(meeting=meeting, member_cents=1000, guest_cents=1500, by=None, at=NOON)
    say(meeting, person, "going", "A Guest")
    return meeting


def test_members_and_guests_pay_their_own_price_once(priced):
    rows = Rsvp.objects.filter(meeting=priced).order_by("id")

    paid = [prices.pay(rsvp=row, how="door", by=None, at=NOON).cents for row in (*rows, rows[0])]

    assert paid == [1000, 1500, 1000]
    assert SeatPayment.objects.count() == 2


def test_ones_own_seat_is_free_between_jobs_and_the_guests_is_not(priced):
    row = Rsvp.objects.filter(meeting=priced).order_by("id").first()
    a_login(row.person, "between@example.org")
    between_jobs(person=row.person, months=3, by=None, at=NOON)
    treasurer = browser(an_officer("A Treasurer", "Treasurer"))
    rows = costing(Rsvp.objects.filter(meeting=priced)).order_by("id")

    assert [due(priced.price, one) for one in rows] == [0, 1500]
    assert price_of(row)[0] == 0
    assert [claim.cents for claim in owed([row.person_id], 1500, NOON)] == [1500]
    page = browser(row.person).get(priced.get_absolute_url())
    assert "Your own seat is free" in page.text
    assert "Your own seat is free" not in treasurer.get(priced.get_absolute_url()).text


def test_a_meeting_before_it_was_said_stays_to_be_paid(priced):
    row = Rsvp.objects.filter(meeting=priced).order_by("id").first()
    later = priced.starts_at + timedelta(days=1)

    between_jobs(person=row.person, months=3, by=None, at=later)

    assert price_of(row)[0] == 1000


def test_the_transfer_for_a_guest_alone_is_settled(priced):
    rows = Rsvp.objects.filter(meeting=priced).order_by("id")
    between_jobs(person=rows[0].person, months=3, by=None, at=NOON)
    [claim] = owed([rows[0].person_id], 1500, NOON)

    settle(claim.key, cents=1500, reference="bank", by=None, at=NOON)

    assert [(paid.rsvp, paid.cents) for paid in SeatPayment.objects.all()] == [(rows[1], 1500)]


def test_a_mark_taken_back_may_be_set_again(priced):
    row = Rsvp.objects.filter(meeting=priced).first()
    prices.pay(rsvp=row, how="door", by=None, at=NOON)

    undone = [prices.undo(rsvp=row, by=None, at=NOON) for _twice in range(2)]
    prices.pay(rsvp=row, how="bank", by=None, at=NOON)

    assert undone == [True, False]
    assert SeatPayment.objects.get(voided_at=None).how == "bank"


def test_a_free_meeting_takes_no_money(priced):
    prices.set_price(meeting=priced, member_cents=0, guest_cents=0, by=None, at=NOON)

    with pytest.raises(NotPossible):
        prices.pay(rsvp=Rsvp.objects.first(), how="door", by=None, at=NOON)


def test_the_treasurers_file_says_what_is_due_and_paid(priced):
    treasurer = browser(an_officer("A Treasurer", "Treasurer"))
    row = Rsvp.objects.filter(meeting=priced).order_by("id").first()
    treasurer.post(f"{priced.get_absolute_url()}paid/{row.uid}/", {"how": "door"})

    body = b"".join(treasurer.get(f"{priced.get_absolute_url()}answers.csv")).decode()

    lines = list(csv.DictReader(io.StringIO(body)))
    money = {line["guest_of"] != "": (line["due_cents"], line["paid_cents"]) for line in lines}
    assert money == {False: ("1000", "1000"), True: ("1500", "0")}


def test_a_seat_given_back_after_the_set_hour_is_marked_late(priced):
    person = Rsvp.objects.filter(meeting=priced, host=None).get().person
    late = priced.starts_at - (priced.starts_at - NOON) / 10
    rsvp.cancel(meeting=priced, person=person, by=person, at=late)

    page = browser(an_officer("An Organizer", "Organizer")).get(
        f"{priced.get_absolute_url()}answers/"
    )

    assert page.text.count('<span class="badge warn">late</span>') == 2
