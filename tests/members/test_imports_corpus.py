"""Good and broken files of people: each with what is said of it, by row and column, or counted."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook

from members.actions.imports import Answers, import_members
from members.models import Membership, Person
from members.queries.export import further_columns

pytestmark = [pytest.mark.broad, pytest.mark.django_db]

AT = datetime(2026, 6, 15, 12, tzinfo=UTC)
ONE = "name,email\nA Tester,a@example.org\n"
UID = "7dfdeda6-2b29-427a-bb69-f0e3049e41b3"
DAY = "name,email,plan,paid through\nA Tester,a@example.org,Gold,{}\n"


def sheet(*rows, hide=False, merge="", extra_sheet=False):
    """An XLSX file of these rows."""
    book = Workbook()
    if extra_sheet:
        book.active.append(["not", "people"])
        book.active.sheet_state = "hidden"
        book.create_sheet("people")
        book.active = 1
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def zip_bomb():
    """A sheet that unpacks to 500 MB."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb,
        bomb.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _part in range(500):
            part.write(b"0" * 1024 * 1024)
    return file.getvalue()


def spoilt_sheet(part):
    """A sheet whose first page is something else."""
    file = io.BytesIO()
    whole = zipfile.ZipFile(io.BytesIO(sheet(["name"], ["A Tester"])))
    with whole, zipfile.ZipFile(file, "w") as made:
        for name in whole.namelist():
            made.writestr(name, part if name.startswith("xl/worksheets/") else whole.read(name))
    return file.getvalue()


def grown():
    """A page of one cell that comes to a thousand million letters (billion laughs)."""
    more = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    cell = '<c r="A1" t="inlineStr"><is><t>&l9;</t></is></c>'
    return (
        f'<!DOCTYPE x [<!ENTITY l0 "a">{more}]><worksheet '
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<sheetData><row r="1">{cell}</row></sheetData></worksheet>'
    ).encode()


def load(content, **options):
    raw = content if isinstance(content, bytes) else content.encode()
    return import_members(raw=raw, filename="people", by=None, at=AT, **options)


GOOD = {
    "utf-8": (ONE, 1),
    "byte order mark": (ONE.encode("utf-8-sig"), 1),
    "utf-16": (ONE.encode("utf-16"), 1),
    "utf-16-be without a mark": (ONE.encode("utf-16-be"), 1),
    "windows letters": ("name\nZoë Täster\n".encode("cp1252"), 1),
    "semicolons": ("name;email\nA Tester;a@example.org\n", 1),
    "tabs": ("name\temail\nA Tester\ta@example.org\n", 1),
    "carriage returns alone": ("name,email\rA Tester,a@example.org\r", 1),
    "windows line ends": (ONE.replace("\n", "\r\n"), 1),
    "no line end at the end": (ONE.rstrip(), 1),
    "a newline in quotes": ('name,postal address\nA Tester,"Street 1\nTown"\n', 1),
    "doubled quotes": ('name,city\nA Tester,"the ""city"""\n', 1),
    "blank lines": ("name\n\nA Tester\n\n", 1),
    "only a header": ("name,email\n", 0),
    "headers in capitals": ("NAME,E-MAIL\nA Tester,a@example.org\n", 1),
    "headers in German": ("Vorname;Nachname\nAda;Tester\n", 1),
    "blanks around headers": (" name , email \nA Tester,a@example.org\n", 1),
    "blanks in cells": ("name,email\n  A   Tester , a@example.org \n", 1),
    "right-to-left marks": ("name,email\n\u202eA Tester\u202c,a@example.org\n", 1),
    "an emoji": ("name\nA Tester \U0001f600\n", 1),
    "a password column": ("name,password\nA Tester,secret\n", 1),
    "an unknown column": ("name,Shoe size\nA Tester,42\n", 1),
    "a formula as text": ("name,city\nA Tester,=1+1\n", 1),
    "the day as ISO": (DAY.format("2026-12-31"), 1),
    "the day with slashes": (DAY.format("2026/12/31"), 1),
    "the day in German": (DAY.format("31.12.2026"), 1),
    "the day in American": (DAY.format("12/31/2026"), 1),
    "the day in words": (DAY.format("31 December 2026"), 1),
    "the month first in words": (DAY.format('"December 31, 2026"'), 1),
    "the day with a midnight": (DAY.format("2026-12-31T00:00:00"), 1),
    "a leap day": (DAY.format("2028-02-29"), 1),
    "NEVER": ("name,Renewal due\nA Tester,NEVER\n", 1),
    "a sheet": (sheet(["name", "email"], ["A Tester", "a@example.org"]), 1),
    "a sheet with merged cells": (sheet(["name", "city"], ["A Tester", "Bern"], merge="B2:C2"), 1),
    "a hidden sheet before it": (sheet(["name"], ["A Tester"], extra_sheet=True), 1),
    "a sheet with empty rows": (sheet(["name"], [None], ["A Tester"], [None]), 1),
    "letters by way of another": (
        "name,email,mail_via\nA Tester,,b@example.org\nB Tester,b@example.org,\n", 2,
    ),
    "further addresses": ("name,email,other_emails\nA Tester,a@example.org,b@example.org\n", 1),
}  # fmt: skip

BAD = {
    "empty": ("", 1, ""),
    "blank": (" \n \n", 1, ""),
    "no name column": ("email\na@example.org\n", 1, "name"),
    "a header twice": ("name,city,City\nA Tester,Bern,Basel\n", 1, "City"),
    "two headers of one meaning": ("name,email,e-mail\nA,a@example.org,\n", 1, "e-mail"),
    "NUL": ("name\nA\x00B\n", 2, ""),
    "a control character": ("name,city\nA Tester,Be\x07rn\n", 2, "city"),
    "an open quote": ('name,city\nA Tester,"Bern\n', 2, ""),
    "a huge cell": ("name\n" + "x" * 30_000 + "\n", 2, ""),
    "too few cells": ("name,city\nA Tester\n", 2, ""),
    "too many cells": ("name,city\nA Tester,Bern,Basel\n", 2, ""),
    "no name": ("name,city\n,Bern\n", 2, "name"),
    "a name of zero-width letters": ("name,city\n\u200b,Bern\n", 2, "name"),
    "no address": ("name,email\nA Tester,a at example\n", 2, "email"),
    "31 February": (DAY.format("31.02.2026"), 2, "paid through"),
    "29 February of a common year": (DAY.format("2026-02-29"), 2, "paid through"),
    "a day of two readings": (DAY.format("03/04/2026"), 2, "paid through"),
    "a year of two digits": (DAY.format("31.12.26"), 2, "paid through"),
    "a spreadsheet's number": (DAY.format("46022"), 2, "paid through"),
    "a number with a fraction": (DAY.format("46022.5"), 2, "paid through"),
    "the year 26": (DAY.format("0026-12-31"), 2, "paid through"),
    "words": (DAY.format("soon"), 2, "paid through"),
    "an end before the start": (
        "name,start,paid through\nA Tester,2026-05-01,2026-04-01\n", 2, "paid through",
    ),
    "an unknown plan without an end": ("name,plan,start\nA Tester,Patron,2026-01-01\n", 2, "plan"),
    "a plan without any day": ("name,plan\nA Tester,Gold\n", 2, "plan"),
    "twins by case": ("name,email\nA,a@example.org\nB,A@EXAMPLE.ORG\n", 3, "email"),
    "twins by width": ("name,email\nA,a@example.org\nB,\uff41@example.org\n", 3, "email"),
    "twins by hidden marks": ("name,email\nA,a@example.org\nB,a\u200b@example.org\n", 3, "email"),
    "twins by Unicode form": ("name\nTe\u0301ster\nT\u00e9ster\n", 3, "name"),
    "a twin among further addresses": (
        "name,email,other_emails\nA,a@example.org,\nB,b@example.org,a@example.org\n", 3, "email",
    ),
    "neither yes nor no": ("name,opted_out\nA Tester,perhaps\n", 2, "opted_out"),
    "a column without a header": ("name,\nA Tester,lost\n", 2, ""),
    "a language nobody speaks": ("name,language\nA Tester,xx\n", 2, "language"),
    "a number that is none of ours": ("name,uid\nA Tester,17\n", 2, "uid"),
    "letters in a circle": (
        "name,email,mail_via\nA,a@example.org,b@example.org\nB,b@example.org,a@example.org\n",
        2, "mail_via",
    ),
    "letters to oneself": ("name,email,mail_via\nA,a@example.org,a@example.org\n", 2, "mail_via"),
    "letters to nobody": ("name,email,mail_via\nA,a@example.org,x@example.org\n", 2, "mail_via"),
    "a death to come": ("name,deceased_on\nA Tester,2030-01-01\n", 2, "deceased_on"),
    "a formula": (sheet(["name", "city"], ["A Tester", "=1+1"]), 2, ""),
    "an old sheet": (b"\xd0\xcf\x11\xe0" + b"\x00" * 200, 1, ""),
    "a sheet with a password": (
        b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), 1, "",
    ),
    "half a sheet": (sheet(["name"], ["A Tester"])[:700], 1, ""),
    "an empty sheet": (sheet(), 1, ""),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 300, 1, ""),
    "a sheet whose words grow": (spoilt_sheet(grown()), 1, ""),
    "a sheet that is a picture within": (spoilt_sheet(b"\x89PNG"), 1, ""),
    "a web page": ("<html><table><tr><td>name</td></tr></table></html>", 1, "name"),
    "JSON": ('[{"name": "A Tester"}]', 1, "name"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", 1, "name"),
    "half a letter of UTF-16": (ONE.encode("utf-16")[:-1], 1, ""),
    "UTF-32": (ONE.encode("utf-32"), 1, ""),
    "EBCDIC": (ONE.encode("cp500"), 1, ""),
    "a byte order mark alone": (b"\xef\xbb\xbf", 1, ""),
    "a mark of UTF-16 alone": (b"\xff\xfe", 1, ""),
    "separators alone": (",,,\n,,,\n", 1, "name"),
    "pipes": ("name|email\nA Tester|a@example.org\n", 1, "name"),
    "separators that change": ("name,city,email\nA Tester;Bern;a@example.org\n", 2, ""),
    "letters after a quote": ('name,city\nA Tester,"Be"rn\n', 2, ""),
    "an open quote in the header": ('name,"city\nA Tester,Bern\n', 1, ""),
    "a title above the header": ("Members of 2026\nname,email\nA,a@example.org\n", 1, "name"),
    "a header twice by width": ("name,city,\uff43ity\nA,Bern,Basel\n", 1, "\uff43ity"),
    "a header twice by hidden marks": ("name,city,ci\u200bty\nA,Bern,Basel\n", 1, "city"),
    "a name of directions alone": ("name,city\n\u202e\u202c,Bern\n", 2, "name"),
    "a very long name": ("name,city\n" + "x" * 250 + ",Bern\n", 2, "name"),
    "a very long address": ("name,email\nA," + "x" * 300 + "@example.org\n", 2, "email"),
    "two addresses in one cell": ("name,email\nA,a@example.org; b@example.org\n", 2, "email"),
    "an address with a second line": (
        'name,email\nA,"a@example.org\r\nBcc: b@example.org"\n', 2, "email",
    ),
    "half a character in an address": (b"name,email\nA,a\xed\xa0\x80@example.org\n", 2, "email"),
    "twins by blanks": ("name,email\nA,a@example.org\nB, a@example.org \n", 3, "email"),
    "twins by ligature": ("name\nFi Tester\n\ufb01 Tester\n", 3, "name"),
    "twins by number": (f"name,uid\nA,{UID}\nB,{UID}\n", 3, "uid"),
    "a number of 2 to the 63rd": ("name,uid\nA Tester,9223372036854775808\n", 2, "uid"),
    "31.02. without a year": (DAY.format("31.02."), 2, "paid through"),
    "the day that never was": (DAY.format("0000-00-00"), 2, "paid through"),
    "the end of all calendars": (DAY.format("9999-12-31"), 2, "paid through"),
    "endless": (DAY.format("inf"), 2, "paid through"),
    "an hour of 25": (DAY.format("2026-12-31T25:00"), 2, "paid through"),
    "31/12/26": (DAY.format("31/12/26"), 2, "paid through"),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_brought_in_and_changes_nothing_the_second_time(name):
    content, people = GOOD[name]

    first = load(content)
    again = load(content)

    assert (first.created, first.errors) == (people, [])
    assert (again.created, again.updated, again.unchanged) == (0, 0, people)


@pytest.mark.parametrize("name", BAD)
def test_a_broken_file_is_told_by_row_and_column_and_writes_nothing(name):
    content, row, column = BAD[name]

    result = load(content)

    assert (result.errors[0].row, result.errors[0].column) == (row, column)
    assert result.errors[0].message[-1] in ".)"
    assert Person.objects.count() == 0


@pytest.mark.broad
def test_a_sheet_that_unpacks_to_too_much_is_not_unpacked():
    result = load(zip_bomb())

    assert result.errors[0].message == "This sheet is too large. Save it as CSV."


def test_one_broken_row_of_a_hundred_thousand_is_named_and_nothing_written():
    rows = [f"Tester {number},Bern\n" for number in range(100_000)]

    result = load("name,city\n" + "".join(rows) + 'A Tester,"Bern\n')

    assert [(one.row, one.column) for one in result.errors] == [(100_002, "")]
    assert Person.objects.count() == 0


def test_the_corpus_is_as_large_as_promised():
    assert len(BAD) >= 60
    assert len({str(content) for content, _row, _column in BAD.values()}) == len(BAD)


def test_what_an_extension_says_does_not_matter():
    raw = sheet(["name"], ["A Tester"])

    result = import_members(raw=raw, filename="people.csv", by=None, at=AT)

    assert result.created == 1


def test_an_answer_makes_an_unknown_plan_endless():
    told = Answers(plans={"patron": None})

    result = load("name,plan,start\nA Tester,Patron,2026-01-01\n", answers=told)

    assert (result.errors, Membership.objects.get().period.upper) == ([], None)


def test_a_hidden_sheet_is_not_read():
    load(GOOD["a hidden sheet before it"][0])

    assert further_columns() == []
