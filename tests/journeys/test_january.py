"""January: 400 contacts move in from another product, and a bank file pays for most of them."""

from datetime import date, datetime, time

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from members.actions import bank_jobs
from members.actions.imports import jobs
from members.models import Membership, Payment
from tests.journeys.cast import BERLIN, an_association, an_officer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

PEOPLE = 400
HEADER = (
    "User ID,First name,Last name,Organization,Email,Phone,Archived,"
    "Membership level,Member since,Renewal due"
)
# A name of its own for each: two words of letters, as a bank prints them.
SYLLABLES = ["ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "tu"]


@pytest.fixture(autouse=True)
def _january():
    with time_machine.travel(datetime.combine(date(2027, 1, 8), time(10), BERLIN), tick=True):
        yield


def name(number: int) -> tuple[str, str]:
    """First name and surname of contact `number`."""
    first, second, third = (SYLLABLES[int(digit)] for digit in f"{number:03}")
    return (first + second).title(), (third + first + "ster").title()


def contacts() -> bytes:
    """The export of the product left behind: everybody was paid until the end of the year."""
    rows = [
        f"{1000 + number},{first},{last},Works {number % 7},c{number}@example.org,,no,Gold,"
        "2019-03-01,12/31/2026"
        for number in range(PEOPLE)
        for first, last in [name(number)]
    ]
    return "\r\n".join([HEADER, *rows, ""]).encode()


def statement() -> bytes:
    """Of a bank: 380 transfers, two people in one, a part, too much, a fee and a stranger."""
    lines = ["Buchungstag;Auftraggeber/Empfänger;Verwendungszweck;Betrag"]
    for number in range(380):
        first, last = name(number)
        amount = {3: "50,00", 4: "150,00"}.get(number, "120,00")
        lines.append(f"04.01.2027;{last.upper()}, {first.upper()};Beitrag 2027;{amount}")
    pair = " und ".join(" ".join(name(number)) for number in (380, 381))
    lines += [
        f"05.01.2027;{pair};Beitrag 2027 {pair};240,00",
        "05.01.2027;Stadtbank;Kontoführung;-4,90",
        "06.01.2027;Quartz Trading;Rechnung 77;33,00",
    ]
    return "\r\n".join([*lines, ""]).encode("cp1252")


def file(content: bytes) -> dict[str, object]:
    return {"name": "export.csv", "mimeType": "text/csv", "buffer": content}


def the_worker() -> None:
    while jobs.go_on(at=timezone.now()) or bank_jobs.go_on(at=timezone.now()):
        pass


def bring_in(page) -> None:
    page.goto("/members/")
    page.get_by_role("link", name="Bring people in").click()
    page.get_by_label("File of people").set_input_files(file(contacts()))
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("button", name="Look it through").click()
    the_worker()
    page.get_by_label("“Gold” lasts").select_option("12")
    page.get_by_role("button", name="Save and look again").click()
    the_worker()
    page.get_by_label("Yes, these days are right").check()
    page.get_by_role("button", name="Bring them in").click()
    the_worker()


def test_400_contacts_move_in_and_a_bank_file_pays_for_them(visit, sign_in_as, mailbox):
    an_association()
    page = sign_in_as(visit(), an_officer("Chair", "Membership"))
    bring_in(page)
    expect(page.get_by_role("button", name="Undo the whole import")).to_be_visible()
    assert Membership.objects.filter(plan__name="Gold").count() == PEOPLE

    page.goto("/admin/members/plan/")
    page.get_by_role("link", name="Gold").click()
    page.get_by_label("Dues").fill("12000")
    page.get_by_role("button", name="Save", exact=True).click()

    page.goto("/dues/")
    page.get_by_role("link", name="Bank").click()
    page.get_by_label("Statement as CSV").set_input_files(file(statement()))
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("button", name="Record all of these payments").click()
    expect(page.get_by_role("heading", name="Recording the payments")).to_be_visible()
    the_worker()
    expect(page.get_by_role("button", name="Take the whole batch back")).to_be_visible()

    paid = Membership.objects.filter(plan__name="Gold", period__startswith=date(2027, 1, 1))
    assert paid.count() == 381
    assert Payment.objects.filter(source="bank").count() == 382

    page.get_by_role("button", name="Take the whole batch back").click()
    expect(page.get_by_role("heading", name="Taking the batch back")).to_be_visible()
    the_worker()
    page.goto(page.url)
    expect(page.get_by_text("undone", exact=True)).to_be_visible()
    assert paid.filter(voided_on=None).count() == 0
