"""The chair's import page, from the file to the undo."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from members.actions.imports import jobs
from members.models import ImportColumns, Membership, Person, Plan, Upload, User
from outbox.models import Message, Suppression
from tests.members.factories import a_login, a_member, a_person, a_plan

pytestmark = [pytest.mark.broad, pytest.mark.django_db]

WILD = (
    "User ID,First name,Last name,Organization,Email,Archived,Subscribed to emails,"
    "Membership level,Member since,Renewal due,Shoe size\r\n"
    "101,Ada,Tester,Acme,ada@example.org,no,yes,Gold,2019-03-01,2026-12-31,42\r\n"
    "102,Bea,Tester,,bea@example.org,no,no,Gold,2019-03-01,2026-12-31,\r\n"
)


@pytest.fixture
def chair(client):
    client.force_login(User.objects.create_superuser("chair@example.org", "a long password"))
    return client


def uploaded(client, text, name="people.csv"):
    raw = text if isinstance(text, bytes) else text.encode()
    answer = client.post(reverse("imports"), {"file": SimpleUploadedFile(name, raw)})
    assert answer.status_code == 303, answer.content.decode()[-2000:]
    return Upload.objects.latest("pk")


def the_worker():
    while jobs.go_on(at=timezone.now()):
        pass


def looked_through(client, text):
    """Uploaded, with the columns as they were recognised."""
    row = uploaded(client, text)
    page = client.get(row_url(row))
    fields = page.context["columns"]
    data = {name: field.initial for name, field in fields.fields.items()}
    client.post(reverse("import-columns", args=[row.pk]), data)
    the_worker()
    row.refresh_from_db()
    return row


def row_url(row):
    return reverse("import", args=[row.pk])


def decided(client, row, **data):
    client.post(reverse("import-answers", args=[row.pk]), data)
    the_worker()
    row.refresh_from_db()
    return row


def brought_in(client, row):
    client.post(reverse("import-run", args=[row.pk]), {"confirmed": "yes"})
    the_worker()
    row.refresh_from_db()
    return row


def test_a_chair_brings_in_another_products_file_and_takes_it_back(chair):
    row = looked_through(chair, WILD)
    row = decided(chair, row, p0="12")
    page = chair.get(row_url(row)).content.decode()
    assert "Ada Tester · Gold" in page
    row = brought_in(chair, row)
    assert (row.state, row.report["counts"]["created"], bytes(row.raw)) == ("done", 2, b"")
    assert Person.objects.get(name="Ada Tester").extra == {"User ID": "101", "Shoe size": "42"}
    assert (Suppression.objects.count(), Message.objects.count()) == (1, 0)

    chair.post(reverse("import-undo", args=[row.pk]))
    the_worker()

    row.refresh_from_db()
    left = (Person.objects.count(), Membership.objects.count(), Plan.objects.count())
    assert (row.state, left, Suppression.objects.count()) == ("undone", (0, 0, 0), 0)


def test_nothing_is_written_before_the_chair_says_so(chair):
    row = decided(chair, looked_through(chair, WILD), p0="12")

    assert (row.state, Person.objects.count()) == ("draft", 0)
    assert row.report["counts"]["created"] == 2


def test_days_of_paid_through_are_to_be_confirmed(chair):
    row = decided(chair, looked_through(chair, WILD), p0="12")

    chair.post(reverse("import-run", args=[row.pk]))

    row.refresh_from_db()
    assert row.state == "draft"


def test_a_new_plan_without_an_end_is_asked_for_and_never_guessed(chair):
    text = "name,email,plan,start\nA Tester,a@example.org,Patron,2026-01-01\n"
    row = looked_through(chair, text)
    assert row.report["plans"]["patron"]["open"] is True
    assert "Still to be decided" in chair.get(row_url(row)).content.decode()

    brought_in(chair, decided(chair, row, p0="endless"))

    membership = Membership.objects.get()
    assert (membership.plan.months, membership.period.upper) == (None, None)


def test_days_that_can_be_read_in_two_ways_are_asked_for(chair):
    a_plan(name="Gold")
    text = "name,plan,Paid through\nA Tester,Gold,03/04/2026\n"
    row = looked_through(chair, text)
    assert row.report["orders"]["Paid through"]["cells"] == ["03/04/2026"]

    brought_in(chair, decided(chair, row, o0="dmy"))

    assert Membership.objects.get().period.upper == date(2026, 4, 4)


def test_who_may_be_the_same_person_is_asked_for(chair):
    known = a_person("Ada Tester", "old@example.org", employer="Acme")
    row = looked_through(chair, "name,email,employer\nAda Tester,new@example.org,ACME\n")
    assert [one["row"] for one in row.report["conflicts"]] == [2]

    brought_in(chair, decided(chair, row, r2=str(known.pk)))

    assert Person.objects.count() == 1
    assert list(known.emails.order_by("pk").values_list("address", "for_letters")) == [
        ("old@example.org", True), ("new@example.org", False),
    ]  # fmt: skip


def test_addresses_that_differ_only_in_accents_are_asked_for(chair):
    a_person("Some Body", "a@m\u00fcller.example")

    row = looked_through(chair, "name,email\nOther Body,a@muller.example\n")

    assert "nearly the same address" in row.report["conflicts"][0]["choices"][0][1]


def test_the_same_person_twice_in_one_file_is_asked_for(chair):
    row = looked_through(
        chair, "name,email,employer\nA Tester,a@example.org,Acme\nA Tester,b@example.org,Acme\n"
    )

    assert [one["row"] for one in row.report["conflicts"]] == [3]


def test_a_broken_row_may_be_left_out(chair):
    row = looked_through(chair, "name,email\nA Tester,nonsense\nB Tester,b@example.org\n")
    assert row.report["error_count"] == 1

    brought_in(chair, decided(chair, row, r2="skip"))

    assert list(Person.objects.values_list("name", flat=True)) == ["B Tester"]


def test_named_columns_are_remembered(chair):
    row = uploaded(chair, "name,Boss\nA Tester,B\n")
    chair.post(reverse("import-columns", args=[row.pk]), {"c0": "name", "c1": "employer"})

    again = uploaded(chair, "name,Boss\nC Tester,D\n")

    assert (again.state, ImportColumns.objects.count()) == ("checking", 1)
    the_worker()
    brought_in(chair, again)
    assert Person.objects.get().employer == "D"


def test_a_file_that_brings_nothing_new_says_so(chair):
    a_person("A Tester", "a@example.org", city="Bern")
    row = brought_in(chair, looked_through(chair, "name,email,city\nA Tester,a@example.org,Bern\n"))

    assert "Nothing was new" in chair.get(row_url(row)).content.decode()


def test_undo_gives_back_what_stood_there_and_keeps_what_was_changed_since(chair):
    known = a_person("A Tester", "a@example.org", city="Bern", employer="Acme")
    text = "name,email,city,employer\nA Tester,a@example.org,Basel,Zenith\n"
    row = brought_in(chair, looked_through(chair, text))
    Person.objects.filter(pk=known.pk).update(employer="Newer")

    chair.post(reverse("import-undo", args=[row.pk]))
    the_worker()

    known.refresh_from_db()
    assert (known.city, known.employer) == ("Bern", "Newer")


def test_undo_is_refused_with_names_where_somebody_relies_on_it(chair):
    row = brought_in(chair, looked_through(chair, "name,email\nA Tester,a@example.org\n"))
    a_login(Person.objects.get(), "a@example.org")

    chair.post(reverse("import-undo", args=[row.pk]))
    the_worker()

    row.refresh_from_db()
    assert (row.state, Person.objects.count()) == ("done", 1)
    assert "A Tester" in row.report["failure"]


def test_a_file_whose_worker_dies_each_time_is_given_back(chair):
    row = uploaded(chair, "name\nA Tester\n")
    Upload.objects.filter(pk=row.pk).update(
        state="checking", asked_at=timezone.now(), attempts=jobs.ATTEMPTS
    )

    the_worker()

    row.refresh_from_db()
    assert (row.state, "failure" in row.report) == ("draft", True)


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"\xd0\xcf\x11\xe0", b"PK\x03\x04broken", b"a\x00b"])
def test_a_file_that_cannot_be_read_is_refused_in_words(chair, raw):
    answer = chair.post(reverse("imports"), {"file": SimpleUploadedFile("people.csv", raw)})

    assert (answer.status_code, Upload.objects.count()) == (422, 0)


def test_a_file_given_up_leaves_nothing(chair):
    row = uploaded(chair, WILD)

    chair.post(reverse("import-drop", args=[row.pk]))

    row.refresh_from_db()
    assert (row.state, bytes(row.raw), row.report) == ("dropped", b"", {})


def test_a_member_brings_nobody_in(client):
    client.force_login(a_login(a_member("A Member", "m@example.org"), "m@example.org"))

    assert client.get(reverse("imports")).status_code == 403


def test_the_directory_leads_there(chair):
    assert reverse("imports") in chair.get(reverse("directory")).content.decode()
