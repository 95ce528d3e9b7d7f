"""A bank statement: read, matched, posted as one batch, undone as one batch."""

from datetime import date

import pytest
from django.urls import reverse

from kit.records import Unreadable
from members.actions import bank, memberships
from members.models import BankLine, Membership, Payer, Payment, Statement, User
from members.queries.bank import posted_marks
from members.queries.credit import credit_of
from tests.members.factories import NOON, a_member, a_person, a_plan, last_membership

pytestmark = pytest.mark.django_db
HEADER = "Buchungstag;Auftraggeber;Verwendungszweck;Betrag\n"
LAST_YEAR = date(2025, 6, 20)


def text(*rows):
    return HEADER + "".join(f"{row}\n" for row in rows)


def read(*rows):
    return bank.upload(filename="june.csv", text=text(*rows), by=None, at=NOON)


def post(statement):
    return bank.post(statement=statement, by=None, at=NOON)


def undo(statement):
    return bank.undo(statement=statement, by=None, at=NOON)


def lines(statement):
    return list(BankLine.objects.filter(statement=statement).order_by("row"))


def ada(**fields):
    return a_member("Ada Payer", "ada@example.org", start=LAST_YEAR, **fields)


def test_a_known_name_is_proposed_and_posted():
    person = ada()

    statement = read("10.06.2026;ADA PAYER;Beitrag 2026;120,00")

    assert (statement.state, lines(statement)[0].confidence) == ("draft", 85)
    assert post(statement) == 1
    line = Payment.objects.get(source="bank")
    assert (line.person, line.cents, line.received_on) == (person, 12000, date(2026, 6, 10))


def test_nothing_is_posted_before_somebody_says_so():
    ada()

    read("10.06.2026;Ada Payer;dues;120,00")

    assert Payment.objects.count() == 0


def test_the_same_statement_again_posts_nothing():
    ada()
    row = "10.06.2026;Ada Payer;dues;120,00"
    post(read(row))

    again = read(row)

    assert lines(again)[0].reason == "Posted already."
    assert (post(again), Payment.objects.filter(source="bank").count()) == (0, 1)


def test_two_open_statements_with_one_line_post_it_once():
    ada()
    row = "10.06.2026;Ada Payer;dues;120,00"
    first, second = read(row), read(row)

    assert (post(first), post(second)) == (1, 0)


def test_two_equal_lines_in_one_file_are_two_payments():
    ada()
    row = "10.06.2026;Ada Payer;dues;60,00"

    assert post(read(row, row)) == 2
    assert Membership.objects.count() == 2


def test_a_batch_is_undone_as_one_and_can_be_posted_again():
    person, row = ada(), "10.06.2026;Ada Payer;dues;120,00"
    statement = read(row)
    post(statement)

    assert undo(statement) == 1
    assert Membership.objects.filter(person=person, voided_on=None).count() == 1
    assert post(read(row)) == 1


def test_undoing_twice_is_refused():
    ada()
    statement = read("10.06.2026;Ada Payer;dues;120,00")
    post(statement)
    undo(statement)

    with pytest.raises(bank.NotNow):
        undo(statement)


def test_a_payer_other_than_the_member_is_remembered():
    person = ada()
    statement = read("10.06.2026;Ben Uncle;thanks;120,00")
    bank.choose(line=lines(statement)[0], people=[person], by=None, at=NOON)
    post(statement)

    later = read("10.06.2027;BEN UNCLE;thanks again;120,00")

    assert Payer.objects.get().person == person
    assert [share.person for share in lines(later)[0].shares.filter(chosen=True)] == [person]


def test_undoing_forgets_what_the_batch_taught():
    person = ada()
    statement = read("10.06.2026;Ben Uncle;thanks;120,00")
    bank.choose(line=lines(statement)[0], people=[person], by=None, at=NOON)
    post(statement)
    undo(statement)

    assert Payer.objects.count() == 0


def test_one_transfer_for_several_is_split_by_their_dues():
    ada()
    a_member("Eve Payer", start=LAST_YEAR)

    statement = read("10.06.2026;Ada Payer;Ada Payer and Eve Payer;240,00")

    assert post(statement) == 2
    assert list(Payment.objects.values_list("cents", flat=True)) == [12000, 12000]


def test_part_and_over_payment_are_kept_honestly():
    person = ada()

    post(read("10.06.2026;Ada Payer;part;50,00", "11.06.2026;Ada Payer;rest and more;100,00"))

    assert credit_of(person, "EUR") == 3000
    assert last_membership(person).period.lower == date(2026, 6, 20)


def test_two_people_of_one_name_are_left_to_the_officer():
    ada()
    a_member("Ada Payer", start=LAST_YEAR)

    statement = read("10.06.2026;Ada Payer;dues;120,00")

    assert lines(statement)[0].confidence == 50
    assert post(statement) == 0


def test_money_going_out_is_nobodys_dues():
    ada()

    assert post(read("10.06.2026;Ada Payer;refund;-120,00")) == 0


def test_a_line_that_cannot_be_posted_keeps_all_from_being_posted():
    ada()
    new = a_person("New Person")
    statement = read("10.06.2026;Ada Payer;dues;120,00", "10.06.2026;X;y;120,00")
    bank.choose(line=lines(statement)[1], people=[new], by=None, at=NOON)

    with pytest.raises(bank.NotPosted, match="Row 3, New Person"):
        post(statement)

    statement.refresh_from_db()
    assert (Payment.objects.count(), statement.state) == (0, "draft")


def test_bad_cells_are_named_by_row_and_column_and_the_rest_is_read():
    statement = read("31.02.2026;A;b;1,00", "10.06.2026;A;b;much", "10.06.2026;A;b;1,00")

    named = [(p["row"], p["column"]) for p in statement.problems]
    assert named == [(2, "Buchungstag"), (3, "Betrag")]
    assert len(lines(statement)) == 1


def test_lines_above_the_header_and_a_bom_do_no_harm():
    raw = "My bank\nAccount 1\n\n" + text("10.06.2026;Ada Payer;dues;120,00")

    statement = bank.upload(filename="x.csv", text=raw, by=None, at=NOON)

    assert [line.row for line in lines(statement)] == [5]


def test_unknown_columns_are_asked_once_and_remembered():
    raw = "when,what,who,sum\n2026-06-10,dues,Ada Payer,120.00\n"
    first = bank.upload(filename="x.csv", text=raw, by=None, at=NOON)
    assert first.state == "columns"
    said = {"day": 0, "purpose": 1, "payer": 2, "amount": 3}
    bank.name_columns(statement=first, columns=said, by=None, at=NOON)

    second = bank.upload(filename="y.csv", text=raw, by=None, at=NOON)

    assert (second.state, lines(second)[0].cents) == ("draft", 12000)


@pytest.mark.parametrize("raw", ["", "\x00", 'a;"b\n'])
def test_a_broken_file_is_refused_in_words(raw):
    with pytest.raises(Unreadable):
        bank.upload(filename="x.csv", text=raw, by=None, at=NOON)


def test_a_taken_back_line_counts_as_not_posted():
    ada()
    statement = read("10.06.2026;Ada Payer;dues;120,00")
    post(statement)
    mark = lines(statement)[0].reference
    assert posted_marks([mark]) == {mark}

    memberships.reverse_payment(payment=Payment.objects.get(source="bank"), by=None, at=NOON)

    assert posted_marks([mark]) == set()


@pytest.fixture
def treasurer(client):
    client.force_login(User.objects.create_superuser("treasurer@example.org", "a long password"))
    return client


def upload(client, raw, name="june.csv"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return client.post(reverse("bank"), {"file": SimpleUploadedFile(name, raw)})


def test_the_treasurer_goes_from_file_to_payments_and_back(treasurer):
    ada()
    raw = text("10.06.2026;Ada Payer;Beiträge;120,00").encode("cp1252")

    page = upload(treasurer, raw)
    form = treasurer.get(page["Location"]).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    pk = Statement.objects.get().pk
    treasurer.post(reverse("bank-post", args=[pk]), data)

    assert Payment.objects.count() == 1
    treasurer.post(reverse("bank-undo", args=[pk]))
    assert Statement.objects.get().state == "undone"


def test_a_typed_name_takes_the_line(treasurer):
    person = a_member("Eve Other", start=LAST_YEAR)
    upload(treasurer, text("10.06.2026;Unknown;x;120,00").encode())
    line = BankLine.objects.get()

    treasurer.post(
        reverse("bank-statement", args=[line.statement_id]),
        {f"l{line.pk}": "nobody", f"o{line.pk}": "eve oth"},
    )

    assert [share.person for share in line.shares.filter(chosen=True)] == [person]


def test_a_name_that_fits_nobody_is_said(treasurer):
    upload(treasurer, text("10.06.2026;Unknown;x;120,00").encode())
    line = BankLine.objects.get()

    page = treasurer.post(
        reverse("bank-statement", args=[line.statement_id]), {f"o{line.pk}": "zzz"}
    )

    assert page.status_code == 422
    assert "Nobody on file fits “zzz”." in page.content.decode()


def test_a_page_of_a_hundred_lines_takes_a_constant_number_of_queries(
    treasurer, django_assert_max_num_queries
):
    a_plan()
    rows = [f"10.06.2026;Payer {n};x;{n + 1},00" for n in range(100)]
    upload(treasurer, text(*rows).encode())

    with django_assert_max_num_queries(20):
        page = treasurer.get(reverse("bank-statement", args=[Statement.objects.get().pk]))

    assert len(page.context["page"].object_list) == 100
