"""Logging in by a mailed code; a log-in is joined to a person on proof only."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.urls import reverse

from members.models import Email, Person, User
from outbox.models import Message
from tests.members.factories import a_login, a_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh_limits():
    """Limits per address count anew for every test."""
    cache.clear()


@pytest.fixture
def codes(monkeypatch):
    """The codes that were mailed, in order, read where they leave for the outbox."""
    found = []

    def keep(*, kind, to, content, dedupe_key, at):
        code = re.search(r"^[A-Z0-9-]{4,12}$", content["text"], re.MULTILINE)
        found.append((to, code[0] if code else "", content["text"]))

    monkeypatch.setattr("members.adapters.post_sealed", keep)
    return found


def ask(client, address):
    return client.post(reverse("account_request_login_code"), {"email": address})


def answer(client, code):
    return client.post(reverse("account_confirm_login_code"), {"code": code})


def test_a_person_without_a_login_gets_one_by_proving_the_address(client, codes):
    person = a_person("A Member", "Member@Example.org")

    ask(client, "member@example.org")
    assert Person.objects.get(pk=person.pk).user is None
    answer(client, codes[0][1])

    person.refresh_from_db()
    assert person.user.email == "member@example.org"
    assert client.session["_auth_user_id"] == str(person.user.pk)
    assert Email.objects.get(person=person).verified_at is not None


def test_asking_alone_joins_nothing(client, codes):
    person = a_person("A Member", "member@example.org")

    ask(client, "member@example.org")
    answer(client, "WRONG-CODE")

    person.refresh_from_db()
    assert (person.user, "_auth_user_id" in client.session) == (None, False)


def test_the_code_survives_leaving_the_page(client, codes):
    a_person("A Member", "member@example.org")
    ask(client, "member@example.org")

    client.get(reverse("board"))
    client.get(reverse("account_login"))
    assert client.get(reverse("account_confirm_login_code")).status_code == 200

    answer(client, codes[0][1])
    assert "_auth_user_id" in client.session


def test_the_letter_leads_back_to_the_page(client, codes):
    a_person("A Member", "member@example.org")

    ask(client, "member@example.org")

    assert reverse("account_confirm_login_code") in codes[0][2]


def test_an_unknown_address_looks_the_same(client, codes):
    a_person("A Member", "member@example.org")

    known = ask(client, "member@example.org")
    client.cookies.clear()
    unknown = ask(client, "stranger@example.org")

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert client.get(unknown.url).status_code == 200
    assert User.objects.count() == 1


def test_a_second_address_on_file_opens_the_same_login(client, codes):
    person = a_person("A Member", "first@example.org")
    user = a_login(person, "first@example.org")
    Email.objects.create(person=person, address="two@example.org", canonical="two@example.org")

    ask(client, "two@example.org")
    answer(client, codes[0][1])

    assert client.session["_auth_user_id"] == str(user.pk)
    assert User.objects.count() == 1


def test_the_dead_get_no_code(client, codes):
    person = a_person("A Member", "member@example.org")
    Person.objects.filter(pk=person.pk).update(deceased_on="2026-01-01")

    ask(client, "member@example.org")

    assert User.objects.count() == 0


def test_equality_without_proof_joins_nothing(client):
    person = a_person("A Member", "member@example.org")
    user = User.objects.create_user("member@example.org", "a long password")
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)

    client.post(reverse("account_login"), {"login": user.email, "password": "a long password"})

    person.refresh_from_db()
    assert person.user is None


def test_the_code_never_lies_in_the_outbox_in_clear(client):
    a_person("A Member", "member@example.org")

    ask(client, "member@example.org")

    letter = Message.objects.get()
    assert letter.kind == "account.login_code"
    assert (letter.to, letter.about) == ("member@example.org", {})


def test_a_session_lasts_ninety_days(client, codes):
    a_person("A Member", "member@example.org")
    ask(client, "member@example.org")

    response = answer(client, codes[0][1])

    assert response.cookies["session"]["max-age"] == 90 * 24 * 3600


@pytest.mark.parametrize("demo", [False, True])
def test_one_tap_logins_stand_on_the_page_of_the_demo_only(client, settings, demo):
    settings.DEMO = demo

    page = client.get(reverse("account_login"))

    assert ("president@demo.example" in page.content.decode()) is demo
