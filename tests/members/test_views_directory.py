"""The directory: for current members, each field as its owner chose, bounded whatever its size."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.actions import people
from members.models import Person, User
from tests.members.factories import a_login, a_member, a_person, a_plan

pytestmark = pytest.mark.django_db

URL = "/members/"


def recently():
    return timezone.now().date() - timedelta(days=30)


def current(name, email="", **fields):
    return a_member(name, email, start=recently(), **fields)


@pytest.fixture
def member(client):
    """A current member, signed in."""
    person = current("A Viewer", "viewer@example.org")
    client.force_login(a_login(person, "viewer@example.org"))
    return person


def names(response):
    return [person.name for person in response.context["page"].people]


@pytest.mark.parametrize("text", ["lovel", "ADA", "ada lov", "acme", "sql", "bern", "Fiscalité"])
def test_search_finds_by_name_employer_skill_city_and_headline(client, member, text):
    current("Ada Lovelace", employer="Acme", city="Bern", skills="SQL, go", headline="fiscalite")
    current("Somebody Else")

    assert names(client.get(URL, {"q": text})) == ["Ada Lovelace"]


def test_only_current_members_are_listed(client, member):
    a_person("A Guest")
    a_member("A Lapsed", start=recently() - timedelta(days=900))
    current("A Fellow")

    assert names(client.get(URL)) == ["A Fellow", "A Viewer"]


def test_a_hidden_field_is_neither_shown_nor_found(client, member):
    fellow = current("A Fellow", employer="Secretive")
    people.show(person=fellow, choices={"employer": "nobody"}, by=fellow, at=timezone.now())

    assert names(client.get(URL, {"q": "secretive"})) == []
    assert "Secretive" not in client.get(URL).content.decode()


def test_who_hides_the_name_is_not_there_at_all(client, member):
    fellow = current("A Fellow")
    people.show(person=fellow, choices={"name": "nobody"}, by=fellow, at=timezone.now())

    hidden = client.get(fellow.get_absolute_url())
    unknown = client.get(reverse("person", args=[uuid.uuid4()]))

    assert names(client.get(URL)) == ["A Viewer"]
    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert body(hidden) == body(unknown)


def body(response):
    """The page without what differs in every answer: its own address, token and nonce."""
    uid = response.wsgi_request.path.split("/")[2]
    page = response.content.decode().replace(uid, "")
    return re.sub(r'\b[A-Za-z0-9]{64}\b|nonce="[^"]+"', "", page)


def test_phone_and_address_are_hidden_unless_shown(client, member):
    fellow = current("A Fellow", "fellow@example.org", phone="+41 555", postal_address="Street 1")
    page = client.get(fellow.get_absolute_url()).content.decode()
    assert [word in page for word in ("fellow@", "+41 555", "Street 1")] == [False] * 3

    people.show(person=fellow, choices={"phone": "members"}, by=fellow, at=timezone.now())
    assert "+41 555" in client.get(fellow.get_absolute_url()).content.decode()


def test_pages_of_fifty_lead_on_and_back(client, member):
    plan = a_plan()
    for number in range(60):
        _bulk(plan, number)

    first = client.get(URL)
    second = client.get(URL, {"after": first.context["page"].after})
    back = client.get(URL, {"before": second.context["page"].before})

    assert (len(names(first)), len(names(second))) == (50, 11)
    assert names(back) == names(first)
    assert (first.context["page"].before, second.context["page"].after) == (0, 0)


def _bulk(plan, number):
    person = a_person(f"Fellow N{number:02}")
    plan.memberships.create(
        person=person, period=(recently(), None), dues_cents=0, currency="EUR", grace_days=0,
        recorded_on=recently(),
    )  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_for_one_and_three(
    client, member, django_assert_num_queries, count
):
    for number in range(count):
        current(f"Fellow {number}")

    with django_assert_num_queries(8):
        client.get(URL)


@pytest.mark.parametrize(
    "query", ["q=%", "q=_", "q='", "q=" + "x" * 500, "after=-1", "after=9" * 30, "before=a", "q=\\"]
)
def test_odd_words_are_only_words(client, member, query):
    assert client.get(f"{URL}?{query}").status_code == 200


def test_a_stranger_is_asked_to_sign_in(client):
    fellow = current("A Fellow")

    assert client.get(URL).status_code == 302
    assert client.get(fellow.get_absolute_url()).status_code == 302


def test_who_is_no_member_any_more_sees_nobody(client):
    person = a_member("A Lapsed", "l@example.org", start=recently() - timedelta(days=900))
    fellow = current("A Fellow")
    client.force_login(a_login(person, "l@example.org"))

    assert client.get(URL).status_code == 403
    assert client.get(fellow.get_absolute_url()).status_code == 404
    assert client.get(person.get_absolute_url()).status_code == 200


def test_an_officer_sees_everything(client):
    client.force_login(User.objects.create_superuser("operator@example.org", "a long password"))
    fellow = current("A Fellow", phone="+41 555")

    assert "+41 555" in client.get(fellow.get_absolute_url()).content.decode()


def test_the_directory_only_reads(client, member):
    assert client.post(URL).status_code == 405
    assert Person.objects.count() == 1
