"""Taking everybody out as one file."""

import pytest
from django.urls import reverse

from kit.models import Export
from members.models import User
from tests.members.factories import a_login, a_member, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    user = User.objects.create_superuser("officer@example.org", "a long password")
    client.force_login(user)
    return client


def test_an_officer_takes_everybody_out_and_it_is_written_down(officer):
    person = a_person("A Tester", "a@example.org")

    answer = officer.get(reverse("people-csv"))

    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[1] == f"A Tester,,a@example.org,,,,,,,,,,,,,,,,,{person.uid}"
    assert list(Export.objects.values_list("what", "via")) == [("people", "page")]


def test_the_sheet_has_its_name_and_type(officer):
    answer = officer.get(reverse("people-xlsx"))

    assert answer["Content-Disposition"] == 'attachment; filename="people.xlsx"'
    assert answer.getvalue()[:2] == b"PK"


def test_a_head_takes_nothing_out(officer):
    officer.head(reverse("people-csv"))

    assert Export.objects.count() == 0


@pytest.mark.parametrize("name", ["people-csv", "people-xlsx"])
def test_a_member_takes_nothing_out(client, name):
    client.force_login(a_login(a_member("A Member", "m@example.org"), "m@example.org"))

    assert client.get(reverse(name)).status_code == 403
    assert Export.objects.count() == 0


def test_posting_is_no_way_to_export(officer):
    assert officer.post(reverse("people-csv")).status_code == 405


def test_the_directory_offers_the_files_to_who_may_take_them(officer):
    page = officer.get(reverse("directory")).content.decode()

    assert reverse("people-csv") in page
    assert reverse("people-xlsx") in page
