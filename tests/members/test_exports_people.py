"""What is exported comes back the same: export, import, export is byte-equal."""

import io
from datetime import date

import pytest

from kit.sheets import as_csv, write_xlsx
from members.actions.imports import import_members
from members.exports import people_cells
from members.exports.people import headers
from members.models import Email, Membership, Person
from members.queries.export import everybody, further_columns
from outbox.models import Suppression
from tests.members.factories import NOON, a_member, a_person, a_plan

pytestmark = pytest.mark.django_db

NASTY = [
    "=1+1", "'=1+1", "''=1+1", "@SUM(A1)", "-5", "'plain", 'a "quoted" word', "semi;colon, comma",
    "\u200f=RTL", "e\u200b\u0301", "0049", "NEVER", "yes", "%percent", "| pipe", "2026-12-31",
]  # fmt: skip


def exported() -> bytes:
    further = further_columns()
    return "".join(as_csv(headers(further), people_cells(everybody(), further))).encode()


def exported_sheet() -> bytes:
    file, further = io.BytesIO(), further_columns()
    write_xlsx(file, headers(further), people_cells(everybody(), further))
    return file.getvalue()


def load(raw):
    return import_members(raw=raw, filename="people", by=None, at=NOON)


def nasty_people():
    a_member("A Member", "member@example.org", start=date(2026, 1, 1))
    a_person("A Guest", "guest@example.org")
    Suppression.objects.create(
        address="guest@example.org", category="", reason="opt-out", created_at=NOON
    )
    for number, text in enumerate(NASTY):
        a_person(
            f"Nasty {number} Tester",
            f"n{number}@example.org",
            city=text,
            phone=text[:40],
            postal_address=f"{text}\r\nSecond line\n{text}",
            extra={"=Formula()": text, "Shoe size": text},
        )


def test_what_went_out_comes_back_unchanged_over_the_same_people():
    nasty_people()
    before = exported()

    result = load(before)

    assert (result.created, result.errors) == (0, [])
    assert exported() == before


def test_what_went_out_makes_the_same_association_anew():
    nasty_people()
    before, plan = exported(), Membership.objects.get().plan.name
    Membership.objects.all().delete()
    Email.objects.all().delete()
    Person.objects.all().delete()
    Suppression.objects.all().delete()

    result = load(before)

    assert (result.created, result.errors) == (len(NASTY) + 2, [])
    assert Membership.objects.get().plan.name == plan
    assert exported() == before


def test_a_sheet_comes_back_as_the_same_table():
    nasty_people()
    before = exported()

    result = load(exported_sheet())

    assert (result.created, result.errors) == (0, [])
    assert exported() == before


def test_no_cell_of_an_export_runs_as_a_formula():
    one = a_person("A Tester", "a@example.org", city="=1+1", extra={"=Formula()": "@x"})

    text = exported().decode()

    assert text.splitlines()[0].endswith(",notes,uid,'=Formula()")
    assert text.splitlines()[1] == f"A Tester,,a@example.org,,,,,,,'=1+1,,,,,,,,,,{one.uid},'@x"


def test_an_export_takes_as_many_queries_for_three_as_for_one(django_assert_num_queries):
    a_plan()
    for number in range(3):
        a_person(f"Person {number}", f"p{number}@example.org")

    with django_assert_num_queries(4):
        list(everybody())
