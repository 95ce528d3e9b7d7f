"""XLSX files of people, and the export of another product."""

import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import Workbook

from members.actions.imports import import_members
from members.models import Membership, Person
from outbox.models import Suppression

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 15, 12, tzinfo=UTC)
HEADER = ["name", "email", "start", "period_end", "city"]


def load(rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return import_members(raw=file.getvalue(), filename="people.xlsx", by=None, at=AT)


def told(result):
    return [(problem.row, problem.column) for problem in result.errors]


def test_a_sheet_brings_people_and_its_own_days():
    result = load([HEADER, ["A Tester", "a@example.org", date(2026, 1, 1), date(2026, 12, 31)]])

    assert (result.created, told(result)) == (1, [])
    assert Membership.objects.get().period.upper == date(2027, 1, 1)


def test_whole_numbers_of_a_sheet_stay_whole():
    load([["name", "Shoe size", "First"], ["A Tester", 42.0, True]])

    assert Person.objects.get().extra == {"Shoe size": "42", "First": "yes"}


def test_a_formula_is_refused_and_nothing_is_written():
    result = load([HEADER, ["A Tester", "a@example.org", None, None, "=1+1"]])

    assert told(result) == [(2, "")]
    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    "raw", [b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0 old", b"PK\x03\x04" + b"\x00" * 400]
)
def test_a_damaged_or_old_sheet_is_told_apart(raw):
    result = import_members(raw=raw, filename="people.xlsx", by=None, at=AT)

    assert told(result) == [(1, "")]


def test_an_empty_sheet_is_told():
    assert told(load([])) == [(1, "")]


WILD = (
    "User ID,First name,Last name,Organization,Email,Phone,Password,Archived,"
    "Subscribed to emails,Membership level,Member since,Renewal due\r\n"
    "101,Ada,Tester,Acme,ada@example.org,,secret,no,yes,Gold,2019-03-01,2026-12-31\r\n"
    "102,Bea,Tester,,bea@example.org,,secret,no,no,Gold,2019-03-01,2026-12-31\r\n"
    "103,Cleo,Tester,,cleo@example.org,,secret,yes,yes,,NEVER,NEVER\r\n"
)


def test_wildapricots_export_is_recognised_without_its_passwords():
    result = import_members(raw=WILD.encode(), filename="wild.csv", by=None, at=AT)

    ada = Person.objects.get(name="Ada Tester")
    assert (result.created, told(result)) == (3, [])
    assert (ada.employer, ada.joined_on, ada.extra) == (
        "Acme",
        date(2019, 3, 1),
        {"User ID": "101"},
    )


def test_who_unsubscribed_or_is_archived_there_gets_no_letters_here():
    import_members(raw=WILD.encode(), filename="wild.csv", by=None, at=AT)

    stopped = Suppression.objects.order_by("address").values_list("address", flat=True)
    assert list(stopped) == ["bea@example.org", "cleo@example.org"]


def test_a_file_does_not_take_back_what_somebody_chose_here():
    Suppression.objects.create(
        address="ada@example.org", category="", reason="opt-out", created_at=AT
    )

    import_members(raw=WILD.encode(), filename="wild.csv", by=None, at=AT)

    assert Suppression.objects.get(address="ada@example.org").reason == "opt-out"
