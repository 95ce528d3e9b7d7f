"""Files and seats ask for a recent proof of who sits there; a day-old session does not do."""

import time
from datetime import timedelta

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kit.models import Export
from members.models import ExportedPerson, Person
from roles.models import Seat, Term
from tests.members.factories import a_login, a_person
from tests.security.scene import seated

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _asked(settings):
    settings.ACCOUNT_REAUTHENTICATION_REQUIRED = True


@pytest.fixture
def president() -> Person:
    person = a_person("A President", "president@example.org")
    a_login(person, "president@example.org")
    person.user.set_password(PASSWORD)
    person.user.save()
    seated(person, "President", "Board admin")
    return person


def signed_in(person: Person, *, minutes_ago: float) -> Client:
    """A browser whose log-in was proven so long ago."""
    client = Client()
    client.force_login(person.user)
    session = client.session
    proof = {"method": "password", "at": time.time() - minutes_ago * 60}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [proof]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.user.pk)
    session.save()
    return client


def test_a_recent_log_in_takes_the_file(president):
    answer = signed_in(president, minutes_ago=14).get(reverse("people-csv"))

    assert b"A President" in answer.getvalue()
    assert Export.objects.get().by == president.user


FILES = [
    ("people-csv", []), ("people-xlsx", []), ("report-csv", ["people"]), ("report-pdf", ["people"]),
    ("pulse-csv", []), ("pulse-pack", []), ("pulse-annual", []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "args"), FILES)
def test_an_old_log_in_is_asked_first_and_takes_nothing(president, name, args):
    path = reverse(name, args=args)

    answer = signed_in(president, minutes_ago=16).get(path)

    assert answer.url == f"{reverse('account_reauthenticate')}?next={path.replace('/', '%2F')}"
    assert not Export.objects.exists()


def test_the_password_again_leads_back_to_the_file(president):
    client, path = signed_in(president, minutes_ago=16), reverse("people-csv")

    asked = client.get(path)
    proven = client.post(asked.url, {"password": PASSWORD})

    assert proven.url == path
    assert client.get(path).status_code == 200


def test_who_has_no_password_signs_in_anew(president):
    president.user.set_unusable_password()
    president.user.save()
    client = signed_in(president, minutes_ago=16)

    asked = client.get(reverse("people-csv"), follow=True)
    assert asked.redirect_chain[-1][0].startswith(reverse("account_logout"))
    assert b"Sign in anew" in asked.content

    out = client.post(reverse("account_logout"), {"next": reverse("people-csv")}, follow=True)
    assert out.redirect_chain[-1][0].startswith(reverse("account_login") + "?next=")


def test_a_filled_form_waits_for_the_proof_and_is_not_lost(president):
    client, seat = signed_in(president, minutes_ago=1), Seat.objects.get()
    path = reverse("seat-fill", args=[seat.pk])
    other = a_person("Another", "another@example.org")
    Term.objects.all().delete()
    seated(president, "President of all", "Board admin")
    form = {"person": other.uid, "kind": "appointed"}
    today = timezone.now().date()
    form |= {"first_day": today, "last_day": today + timedelta(days=300)}
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY][0]["at"] -= 3600
    session.save()

    asked = client.post(path, form)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    client.post(asked.url, {"password": PASSWORD})

    assert Term.objects.filter(seat=seat, person=other).exists()


@pytest.mark.parametrize("name", ["seat-fill", "seat-end", "seat-hold-over"])
def test_seats_ask_before_the_form_is_shown(president, name):
    path = reverse(name, args=[Seat.objects.get().pk])

    answer = signed_in(president, minutes_ago=16).get(path)

    assert answer.url.startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize("tool", ["seat_appoint", "seat_end", "seat_hold_over", "role_rights"])
def test_the_desk_asks_too(president, tool):
    seat = Seat.objects.get()
    pk = seat.role_id if tool == "role_rights" else seat.pk

    answer = signed_in(president, minutes_ago=16).get(reverse(f"admin:roles_{tool}", args=[pk]))

    assert answer.url.startswith(reverse("account_reauthenticate"))


def test_who_is_in_the_file_is_written_down(president):
    a_person("In it")
    gone = a_person("Merged")
    Person.objects.filter(pk=gone.pk).update(merged_into=president)

    signed_in(president, minutes_ago=1).get(reverse("people-csv"))

    named = ExportedPerson.objects.values_list("person__name", flat=True)
    assert sorted(named) == ["A President", "In it"]


def test_my_own_data_asks_too(president):
    answer = signed_in(president, minutes_ago=16).post(reverse("me-data-download"))

    assert answer.url.startswith(reverse("account_reauthenticate"))


def test_no_page_hands_out_a_file_past_the_gate():
    """Views write exports down by `take_out` alone, which asks for the proof."""
    from pathlib import Path

    views = [*Path().glob("*/views/*.py"), *Path().glob("*/admin/*.py")]
    assert views
    assert [str(one) for one in views if "note_export" in one.read_text()] == []
