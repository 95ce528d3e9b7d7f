"""Importing people: all or nothing, repeatable, never guessing."""

import json
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command

from members.actions.imports import import_members
from members.models import Email, ImportBatch, Membership, Person
from members.queries import standing
from outbox.models import Message, Suppression

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 15, 12, tzinfo=UTC)
TODAY = date(2026, 6, 15)
PLAIN = """name,email,phone,plan,start,period_end,joined_on,employer,city,skills,opted_out,Shoe size
Ada Tester,ada@example.org,+44 1,Regular,2026-01-01,2026-12-31,2019-03-01,Acme,Bern,"sql, go",,42
Bea Tester,bea@example.org,,Regular,2025-01-01,2025-12-31,,,,,yes,
Paper Tester,,,Regular,,2026-09-30,,,,,,
"""


def load(text: str | bytes, **options):
    raw = text if isinstance(text, bytes) else text.encode()
    return import_members(raw=raw, filename="people.csv", by=None, at=AT, **options)


def counts(result):
    return result.created, result.updated, result.unchanged, len(result.errors)


def test_a_file_brings_people_periods_and_further_fields():
    result = load(PLAIN)

    ada = Person.objects.get(name="Ada Tester")
    assert counts(result) == (3, 0, 0, 0)
    assert (ada.employer, ada.extra, ada.joined_on) == (
        "Acme",
        {"Shoe size": "42"},
        date(2019, 3, 1),
    )
    assert Membership.objects.get(person=ada).period.upper == date(2027, 1, 1)
    assert Suppression.objects.get().address == "bea@example.org"
    assert Message.objects.count() == 0


def test_the_same_file_again_changes_nothing():
    load(PLAIN)

    assert counts(load(PLAIN)) == (0, 0, 3, 0)
    assert ImportBatch.objects.count() == 1


def test_a_dry_run_writes_nothing():
    assert counts(load(PLAIN, dry_run=True)) == (3, 0, 0, 0)
    assert Person.objects.count() == 0


def test_periods_count_as_recorded_when_they_began():
    load(PLAIN)

    bea = Person.objects.get(name="Bea Tester")
    assert standing(bea, date(2025, 3, 1)) == "active"
    assert standing(bea, TODAY) == "lapsed"


def test_a_missing_column_keeps_and_an_empty_cell_clears():
    load(PLAIN)

    result = load("name,email,employer\nAda Tester,ADA@example.org,\n")

    ada = Person.objects.get(name="Ada Tester")
    assert counts(result) == (0, 1, 0, 0)
    assert (ada.employer, ada.city) == ("", "Bern")


def test_a_later_paid_through_day_adds_a_period():
    load(PLAIN)

    result = load("name,email,period_end\nAda Tester,ada@example.org,2027-12-31\n")

    assert counts(result) == (0, 1, 0, 0)
    newest = Membership.objects.filter(person__name="Ada Tester").latest("period__startswith")
    assert (newest.period.lower, newest.period.upper) == (date(2027, 1, 1), date(2028, 1, 1))


def test_an_empty_opt_out_cell_takes_an_imported_one_back():
    load(PLAIN)

    load("name,email,opted_out\nBea Tester,bea@example.org,\n")

    assert Suppression.objects.count() == 0


def test_other_products_headers_are_understood():
    text = (
        "First name;Last name;Email;Membership level;Renewal due;Member since\n"
        "Cleo;Tester;cleo@example.org;Gold;31.12.2026;2 March 2015\n"
    )

    assert counts(load(text)) == (1, 0, 0, 0)
    cleo = Person.objects.get()
    assert (cleo.name, cleo.joined_on) == ("Cleo Tester", date(2015, 3, 2))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_every_usual_encoding_is_read(encoding):
    assert counts(load("name,city\nZoë Tester,Köln\n".encode(encoding))) == (1, 0, 0, 0)
    assert Person.objects.get().city == "Köln"


@pytest.mark.parametrize(
    ("text", "row", "column"),
    [
        ("", 1, ""),
        ("city\nBern\n", 1, "name"),
        ("name,name\na,b\n", 1, "name"),
        ("name,Name\na,b\n", 1, "Name"),
        ("name,email\nA Tester,not-an-address\n", 2, "email"),
        ("name,period_end\nA Tester,03/04/2026\n", 2, "period_end"),
        ("name,period_end\nA Tester,31.02.2026\n", 2, "period_end"),
        ("name,period_end\nA Tester,31.12.26\n", 2, "period_end"),
        ("name,Renewal due\nA Tester,46022\n", 2, "Renewal due"),
        ("name,period_end\nA Tester,0026-01-01\n", 2, "period_end"),
        ("name,start,period_end\nA Tester,2026-05-01,2026-04-01\n", 2, "period_end"),
        ("name,opted_out\nA Tester,perhaps\n", 2, "opted_out"),
        ("name,city\n,Bern\n", 2, "name"),
        ("name,city\n\u200b\u200f,Bern\n", 2, "name"),
        ("name,city\nA Tester\n", 2, ""),
        ("name,city\nA Tester,Bern,too much\n", 2, ""),
        ('name,city\nA Tester,"Bern\n', 2, ""),
        ("name,city\nA Tester,Be\x01rn\n", 2, "city"),
        ("name,city\nA Tester,Be\x00rn\n", 2, ""),
        ("name,\nA Tester,lost\n", 2, ""),
        ("name,email\nA,a@example.org\nB,A@EXAMPLE.ORG\n", 3, "email"),
        ("name,email\nA,a@example.org\nB,a\u200b@example.org\n", 3, "email"),
        ("name,email\nA,a@example.org\nB,\uff41@example.org\n", 3, "email"),
        ("name\nTwin Tester\ntwin  TESTER\n", 3, "name"),
        ("name\nTwin Te\u0301ster\nTwin T\u00e9ster\n", 3, "name"),
        ("name,plan\nA Tester,Gold\n", 2, "plan"),
        ("name,phone\nA Tester," + "1" * 41 + "\n", 2, "phone"),
        ("name\n" + "x" * 201 + "\n", 2, "name"),
        ("name\n" + "x" * 30000 + "\n", 2, ""),
    ],
)
def test_a_broken_file_is_named_by_row_and_column_and_writes_nothing(text, row, column):
    result = load(text)

    assert (result.errors[0].row, result.errors[0].column) == (row, column)
    assert counts(result)[:3] == (0, 0, 0)
    assert Person.objects.count() == 0


def test_one_broken_row_keeps_all_others_out():
    result = load(PLAIN + "Dan Tester,dan@example.org,,Regular,2026-01-01,nonsense,,,,,,\n")

    assert [(e.row, e.column) for e in result.errors] == [(5, "period_end")]
    assert Person.objects.count() == 0


def test_a_shorter_period_than_on_file_is_refused():
    load(PLAIN)

    result = load("name,email,period_end\nAda Tester,ada@example.org,2026-06-30\n")

    assert [(e.row, e.column) for e in result.errors] == [(2, "period_end")]


def test_the_command_ends_with_one_line_of_json(tmp_path, capsys):
    file = tmp_path / "people.csv"
    file.write_text(PLAIN)

    call_command("import_members", str(file))

    last = capsys.readouterr().out.splitlines()[-1]
    assert json.loads(last) == {"created": 3, "updated": 0, "unchanged": 0, "errors": []}


def test_the_command_exits_1_on_errors(tmp_path, capsys):
    file = tmp_path / "people.csv"
    file.write_text("name,period_end\nA Tester,03/04/2026\n")

    with pytest.raises(SystemExit) as stop:
        call_command("import_members", str(file), "--dry-run")

    assert stop.value.code == 1
    error = json.loads(capsys.readouterr().out.splitlines()[-1])["errors"][0]
    assert (error["row"], error["column"]) == (2, "period_end")


def test_an_imported_formula_stays_text():
    load('name,city\nA Tester,"\'=1+1"\n')

    assert Person.objects.get().city == "=1+1"


def test_a_thousand_rows_take_a_handful_of_queries(django_assert_max_num_queries):
    body = "".join(f"Person {n} Tester,p{n}@example.org,Regular,2026-12-31\n" for n in range(1_000))

    with django_assert_max_num_queries(60):
        result = load("name,email,plan,period_end\n" + body)

    assert counts(result) == (1_000, 0, 0, 0)
    assert Email.objects.count() == 1_000
