"""A seat paid by transfer is found in the bank's file, posted and undone with it."""

import pytest

from events.actions import prices
from events.models import Rsvp, SeatPayment
from events.queries.prices import COLUMNS, money_rows
from members.actions import bank
from members.models import BankLine, Payment
from tests.events.cast import an_officer, browser
from tests.events.scenes import NOON, a_letterhead, a_meeting, members, say

pytestmark = pytest.mark.django_db
HEADER = "Buchungstag;Auftraggeber;Verwendungszweck;Betrag\n"


@pytest.fixture
def meeting(time_machine):
    """A meeting at 10 and 15, a member coming with a guest: 25 together."""
    time_machine.move_to(NOON, tick=False)
    a_letterhead()
    meeting, [person] = a_meeting(5, topic="Bridges of Steel"), members(1)
    prices.set_price(meeting=meeting, member_cents=1000, guest_cents=1500, by=None, at=NOON)
    say(meeting, person, "going", "A Guest")
    return meeting


def read(meeting, purpose="thanks", amount="25,00"):
    payer = Rsvp.objects.get(meeting=meeting, host=None).person.name
    text = f"{HEADER}14.06.2026;{payer};{purpose};{amount}\n"
    return bank.upload(filename="june.csv", text=text, by=None, at=NOON)


def post(statement):
    return bank.post(statement=statement, by=None, at=NOON)


def paid():
    return list(SeatPayment.objects.filter(voided_at=None).values_list("cents", "how"))


@pytest.mark.parametrize(
    ("amount", "marked"),
    [("25,00", [(1000, "bank"), (1500, "bank")]), ("10,00", [(1000, "bank")]), ("24,00", [])],
)
def test_just_the_price_of_the_party_or_of_the_own_seat_is_taken_for_it(meeting, amount, marked):
    posted = post(read(meeting, amount=amount))

    assert paid() == marked
    assert (posted, Payment.objects.filter(source="bank").count()) == (1, 0 if marked else 1)


def test_what_was_posted_stands_in_the_treasurers_file_and_is_undone_as_one(meeting):
    statement = read(meeting)
    post(statement)
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in money_rows(meeting)]

    undone = bank.undo(statement=statement, by=None, at=NOON)

    reference = BankLine.objects.get().reference
    assert [(row["how"], row["reference"]) for row in rows] == [("bank", reference)] * 2
    assert (undone, paid()) == (1, [])


def test_the_same_line_again_is_posted_once_until_it_is_taken_back(meeting):
    first, second = read(meeting), read(meeting)

    assert (post(first), post(second)) == (1, 0)
    assert BankLine.objects.filter(statement=read(meeting)).get().reason == "Posted already."
    bank.undo(statement=first, by=None, at=NOON)
    assert post(read(meeting)) == 1


def test_a_seat_paid_at_the_door_meanwhile_keeps_all_from_being_posted(meeting):
    statement = read(meeting)
    prices.pay(rsvp=Rsvp.objects.first(), how="door", by=None, at=NOON)

    with pytest.raises(bank.NotPosted, match="marked as paid by now"):
        post(statement)

    assert paid() == [(1000, "door")]


def test_the_treasurer_turns_the_proposal_into_dues_and_back(meeting):
    treasurer = browser(an_officer("A Treasurer", "Treasurer"))
    statement = read(meeting)
    line = BankLine.objects.get()
    page, claim = f"/dues/bank/{statement.pk}/", line.claims.get()
    dues = str(line.shares.get().person_id)

    chosen = []
    for choice in (dues, f"claim-{claim.pk}", "nobody"):
        treasurer.post(page, {f"l{line.pk}": choice})
        line.refresh_from_db()
        shares = line.shares.filter(chosen=True).count()
        chosen.append((shares, line.claims.filter(chosen=True).count(), line.skipped))

    assert chosen == [(1, 0, False), (0, 1, False), (0, 0, True)]
    assert "Bridges of Steel" in treasurer.get(page).text
