"""Erasure reaches every table and history; the ledger stays without a name."""

import pytest
from django.db import connection

from kit.models import Redaction
from members.actions import erasures, people
from members.models import Email, ErasedPerson, Membership, Payment, Person
from members.personal import Refused
from members.queries.erased import erased
from members.queries.mydata import everything
from outbox.models import Message, Suppression
from tests.members.factories import NOON, TODAY, a_login, a_member, a_person

pytestmark = pytest.mark.django_db
ADDRESS, NAME, EMPLOYER = "mira.unusual@example.org", "Mira Unusualname", "Rare Works"
SELF = ErasedPerson.Via.SELF


@pytest.fixture
def member():
    """A member with a log-in, a letter, an opt-out and an address taken back since."""
    person = a_member(NAME, ADDRESS, employer=EMPLOYER, phone="+99 555 0142", start=TODAY)
    a_login(person, ADDRESS)
    people.edit(person=person, by=person, at=NOON, employer="Rare Works Two", city="Oddville")
    extra = people.add_email(person=person, address="old.unusual@example.org", by=None, at=NOON)
    extra.delete()
    Suppression.objects.create(
        address=ADDRESS, category="meetings", reason="opt-out", created_at=NOON
    )
    return person


def whole_database() -> str:
    """Every row of every table, as text."""
    held = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {quoted} t")
            held.append(cursor.fetchone()[0])
    return " ".join(held).lower()


def test_before_the_erasure_the_search_finds_what_is_on_file(member):
    assert "unusual" in whole_database()


@pytest.mark.parametrize("trace", ["unusual", "rare works", "oddville", "555 0142"])
def test_nothing_that_names_the_person_is_left_in_any_table(member, trace):
    erasures.erase(person=member, via=SELF, by=member, at=NOON)

    assert trace not in whole_database()


def test_the_ledger_keeps_its_sums_without_a_name(member):
    before = list(Payment.objects.values_list("cents", "received_on"))

    erasures.erase(person=member, via=SELF, by=member, at=NOON)

    assert list(Payment.objects.values_list("cents", "received_on")) == before
    assert Person.objects.get(pk=member.pk).name == "Erased person"


def test_a_second_erasure_changes_nothing(member):
    erasures.erase(person=member, via=SELF, by=member, at=NOON)

    assert erasures.erase(person=member, via=SELF, by=member, at=NOON) is False


def test_the_membership_ends(member):
    erasures.erase(person=member, via=SELF, by=member, at=NOON)

    assert Membership.objects.get(person=member).resigned_on == TODAY


def test_an_erased_address_is_recognised_and_not_readable(member):
    erasures.erase(person=member, via=SELF, by=member, at=NOON)

    asked = [ADDRESS, ADDRESS.upper(), "somebody@example.org", ""]
    assert erased(asked[:1]) == {ADDRESS}
    assert erased(asked[2:]) == set()


def test_waiting_letters_are_called_back(member):
    erasures.erase(person=member, via=SELF, by=member, at=NOON)

    left = Message.objects.filter(about__person=member.pk)
    assert set(left.values_list("state", "to")) <= {("superseded", "")}


def test_the_function_of_the_owner_records_each_pass(member):
    erasures.erase(person=member, via=SELF, by=member, at=NOON)

    assert Redaction.objects.filter(table_name="members_personevent").count() == 1


def test_others_keep_what_is_theirs(member):
    other = a_person("Another Person", "another@example.org", employer="Steady")

    erasures.erase(person=member, via=SELF, by=member, at=NOON)

    other.refresh_from_db()
    assert (other.name, other.employer) == ("Another Person", "Steady")
    assert Email.objects.filter(person=other).count() == 1


def test_an_officer_says_who_asked_for_it(member):
    officer = a_person("An Officer")

    with pytest.raises(Refused, match="who asked"):
        erasures.erase(person=member, via=ErasedPerson.Via.OFFICER, by=officer, at=NOON)


def test_my_data_holds_mine_and_names_nobody_else(member):
    a_person("Another Person", "another@example.org")

    held = everything(member)

    assert held["members.Person"][0]["name"] == NAME
    assert held["members.Email"][0]["address"] == ADDRESS
    assert "Another" not in str(held)
    assert "password" not in str(held)
