"""A person sees who changed their record and who took it out; nobody else does."""

import pghistory
import pytest
from django.urls import reverse
from django.utils import timezone

from members.actions.exports import note_export
from members.models import Email, Person
from tests.members.factories import a_login, a_member, a_person
from tests.security.scene import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    person = a_member("A Member", "member@example.org")
    a_login(person, "member@example.org")
    return person


@pytest.fixture
def secretary():
    person = a_person("A Secretary", "secretary@example.org")
    a_login(person, "secretary@example.org")
    return person


def seen(person, name="me-trail", **query):
    return browser(person).get(reverse(name), query).content.decode()


def test_a_change_stands_with_who_made_it_and_what_it_was(member, secretary):
    with pghistory.context(by=f"user:{secretary.user_id}", via="/admin/members/person/"):
        Person.objects.filter(pk=member.pk).update(city="Ghent")

    page = seen(member)

    assert "A Secretary" in page
    assert "city: – → Ghent" in page
    assert "/admin/members/person/" in page


def test_what_is_gone_is_told_too(member, secretary):
    with pghistory.context(by=f"user:{secretary.user_id}"):
        Email.objects.create(person=member, address="old@example.org", canonical="old@example.org")
        Email.objects.filter(address="old@example.org").delete()

    page = seen(member)

    assert page.count("old@example.org") == 2
    assert "taken away" in page


def test_the_system_is_named_as_such(member):
    with pghistory.context(by="system", via="members.tasks.announce_lapses"):
        Person.objects.filter(pk=member.pk).update(city="Ghent")

    page = seen(member)

    assert "the system" in page
    assert "members.tasks.announce_lapses" in page


def test_nothing_of_others_stands_there(member, secretary):
    Person.objects.filter(pk=secretary.pk).update(city="Secret City")

    assert "Secret City" not in seen(member)


def test_other_people_in_a_row_are_not_named(member, secretary):
    Person.objects.filter(pk=member.pk).update(mail_via=secretary)

    page = seen(member)

    assert "somebody else" in page


def test_the_files_are_listed_with_who_took_them(member, secretary):
    at = timezone.now()
    everybody, only_her = Person.objects.all(), Person.objects.filter(pk=secretary.pk)
    note_export(what="people", via="page", by=secretary.user, at=at, people=everybody)
    note_export(what="her alone", via="page", by=secretary.user, at=at, people=only_her)

    page = seen(member, "me-trail-files")

    assert "<strong>people</strong>" in page
    assert "A Secretary" in page
    assert "her alone" not in page


def test_it_takes_few_queries_however_long_it_is(member, django_assert_max_num_queries):
    for number in range(60):
        Person.objects.filter(pk=member.pk).update(city=f"City {number}")
    client = browser(member)
    client.get(reverse("me-trail"))

    with django_assert_max_num_queries(14):
        page = client.get(reverse("me-trail"), {"page": 2}).content.decode()

    assert "City 57 → City 58" not in page
    assert "City 20 → City 21" in page
