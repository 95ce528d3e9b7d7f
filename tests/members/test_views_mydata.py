"""My data is taken along by its owner alone; erasure asks first."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from members.actions import profiles
from members.models import Person
from tests.members.factories import a_login, a_member, a_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    """A current member, signed in."""
    start = timezone.now().date() - timedelta(days=30)
    person = a_member("A Member", "member@example.org", start=start)
    client.force_login(a_login(person, "member@example.org"))
    return person


def test_my_page_leads_to_my_data(client, member):
    assert 'href="/me/data/"' in client.get("/me/").content.decode()


def test_the_file_holds_my_rows(client, member):
    answer = client.post("/me/data/download/")

    data = json.loads(zipfile.ZipFile(io.BytesIO(answer.getvalue())).read("data.json"))
    assert data["tables"]["members.Person"][0]["name"] == "A Member"


def test_the_file_holds_my_photo(client, member):
    row = profiles.set_portrait(person=member, file=a_picture(), by=member, at=timezone.now())

    held = zipfile.ZipFile(io.BytesIO(client.post("/me/data/download/").getvalue()))

    with row.file.open("rb") as photo:
        assert held.read(f"portrait/{row.pk}-file.jpg") == photo.read()


def test_the_file_is_not_given_to_a_link(client, member):
    assert client.get("/me/data/download/").status_code == 405


@pytest.mark.parametrize("page", ["/me/data/", "/me/data/erase/"])
def test_a_stranger_is_asked_to_sign_in(client, page):
    assert client.get(page).status_code == 302


def test_without_the_tick_nobody_is_erased(client, member):
    answer = client.post("/me/data/erase/", {})

    assert answer.status_code == 422
    assert Person.objects.get(pk=member.pk).name == "A Member"


def test_with_the_tick_the_person_is_erased_and_signed_out(client, member):
    answer = client.post("/me/data/erase/", {"sure": "on"})

    assert answer.status_code == 303
    assert Person.objects.get(pk=member.pk).name == "Erased person"
    assert client.get("/me/").status_code == 302
