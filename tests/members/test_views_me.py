"""My page: own data, own choices, nobody else's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.models import User
from outbox.models import Suppression
from tests.members.factories import a_login, a_member

pytestmark = pytest.mark.django_db

PAGES = ["/me/", "/me/profile/", "/me/privacy/", "/me/membership/", "/me/letters/", "/me/year/"]
CHOICES = {
    "name": "members", "headline": "members", "employer": "nobody", "city": "members",
    "skills": "members", "email": "members", "phone": "nobody", "postal_address": "nobody",
    "photo": "members", "links": "members",
}  # fmt: skip


@pytest.fixture
def member(client):
    """A current member, signed in."""
    start = timezone.now().date() - timedelta(days=30)
    person = a_member("A Member", "member@example.org", start=start, employer="Acme")
    client.force_login(a_login(person, "member@example.org"))
    return person


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_its_owner(client, member, page):
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_asked_to_sign_in(client, page):
    assert client.get(page).status_code == 302


@pytest.mark.parametrize("page", PAGES)
def test_a_login_without_a_person_is_told_what_to_do(client, page):
    client.force_login(User.objects.create_user("nobody@example.org"))

    response = client.get(page)

    assert response.status_code == 200
    assert "not on file" in response.content.decode()


@pytest.mark.parametrize("page", ["/me/", "/me/membership/"])
def test_pages_that_only_show_take_no_post(client, member, page):
    assert client.post(page).status_code == 405


def test_my_page_says_until_when_is_paid(client, member):
    page = client.get("/me/")

    assert page.context["standing"] == "active"
    assert "Paid until" in page.content.decode()


def test_a_changed_name_is_found_under_it(client, member):
    response = client.post("/me/profile/", {"name": "New Name", "city": "Bern"})

    member.refresh_from_db()
    assert response.status_code == 303
    assert (member.name, member.sort_name, member.employer) == ("New Name", "name new", "")
    assert " bern" in member.search_text


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "x" * 201])
def test_a_name_is_needed(client, member, name):
    response = client.post("/me/profile/", {"name": name})

    member.refresh_from_db()
    assert response.status_code == 422
    assert member.name == "A Member"


def test_what_is_hidden_leaves_the_search_at_once(client, member):
    client.post("/me/privacy/", CHOICES)

    member.refresh_from_db()
    assert "acme" not in member.search_text
    assert "member@example.org" in client.get(member.get_absolute_url()).content.decode()


def test_an_unknown_audience_is_refused(client, member):
    assert client.post("/me/privacy/", CHOICES | {"phone": "all"}).status_code == 422


def test_a_kind_of_letters_is_switched_off_and_on(client, member):
    kinds = [
        "membership",
        "board",
        "announcements",
        "digest",
        "contact",
        "coffee",
        "network",
        "invitations",
    ]
    client.post("/me/letters/", {"wanted": kinds})
    assert list(Suppression.objects.values_list("address", "category")) == [
        ("member@example.org", "meetings")
    ]

    client.post("/me/letters/", {"wanted": [*kinds, "meetings"]})
    assert Suppression.objects.count() == 0
