"""The people of today and those whom letters do not reach, one tap each."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.actions import applications, calls
from members.models import CallNote, Email
from members.queries import address_for
from members.queries.calls import today_list, unreachable
from outbox.models import Suppression
from outbox.queries import local_day
from tests.events.scenes import a_letterhead
from tests.members.factories import a_login, a_member, a_person, a_plan
from tests.security.scene import browser, seated

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary():
    a_letterhead()
    person = a_member("A Secretary", "secretary@example.org", start=ago(10))
    a_login(person, "secretary@example.org")
    seated(person, "Secretary", "Secretary")
    return browser(person)


def ago(days):
    return (timezone.now() - timedelta(days=days)).date()


def today():
    return local_day(timezone.now())


def bounce(*addresses):
    for address in addresses:
        Suppression.objects.create(address=address, reason="bounce", created_at=timezone.now())


def test_a_refused_address_gives_way_to_the_other():
    person = a_member("A Member", "work@example.org", start=ago(10))
    Email.objects.create(person=person, address="Home@example.org", canonical="home@example.org")

    bounce("work@example.org")

    assert (address_for(person), list(unreachable(today()))) == ("Home@example.org", [])


def test_who_cannot_be_reached_at_all_stands_on_the_call_list(secretary):
    person = a_member("A Member", "work@example.org", start=ago(10), phone="+49 30 1234")
    a_person("A Guest", "guest@example.org")
    bounce("work@example.org", "guest@example.org")

    response = secretary.get(reverse("call-list"))

    assert list(response.context["page"]) == [person]
    assert "tel:+49301234" in response.content.decode()


def test_an_address_that_works_again_takes_letters_again(secretary):
    person = a_member("A Member", "work@example.org", start=ago(10))
    bounce("work@example.org")

    secretary.post(reverse("address-works", args=[person.emails.get().pk]))

    assert (address_for(person), list(unreachable(today()))) == ("work@example.org", [])


@pytest.mark.parametrize("count", [1, 12])
def test_the_call_list_costs_the_same_for_many(secretary, count, django_assert_num_queries):
    for number in range(count):
        a_member(f"Member {number}", f"m{number}@example.org", start=ago(10))
        bounce(f"m{number}@example.org")
    secretary.get(reverse("call-list"))

    with django_assert_num_queries(8):
        secretary.get(reverse("call-list"))


def reasons():
    return [(line.person.name, line.reason.value) for line in today_list(today())]


def test_today_names_who_matters_and_why():
    a_letterhead()
    a_member("In Grace", "grace@example.org", start=today() - timedelta(days=365 + 25))
    a_member("Unreachable", "dead@example.org", start=ago(10))
    bounce("dead@example.org")
    at = timezone.now() - timedelta(days=5)
    row = applications.ask(plan=a_plan(), name="An Applicant", email="new@example.org",
                           consent="Yes", at=at)  # fmt: skip
    applications.prove(application=row, at=at)

    assert reasons() == [
        ("An Applicant", "applied"), ("In Grace", "lapsing"), ("Unreachable", "bounced"),
    ]  # fmt: skip


@pytest.mark.parametrize(("act", "days"), [("done", 30), ("later", 7)])
def test_one_tap_takes_a_person_off_the_list_and_undo_brings_them_back(secretary, act, days):
    person = a_member("Unreachable", "dead@example.org", start=ago(10))
    bounce("dead@example.org")

    secretary.post(reverse("call-settle", args=[person.uid, "bounced"]), {"do": act})
    off, again = reasons(), CallNote.objects.get().again_on
    secretary.post(reverse("call-reopen", args=[person.uid, "bounced"]))

    assert (off, again - today(), reasons()) == (
        [], timedelta(days=days), [("Unreachable", "bounced")],
    )  # fmt: skip


def test_who_looks_after_somebody_is_named(secretary):
    person = a_member("Unreachable", "dead@example.org", start=ago(10))
    bounce("dead@example.org")

    secretary.post(reverse("call-settle", args=[person.uid, "bounced"]), {"do": "mine"})

    assert [line.owner.name for line in today_list(today())] == ["A Secretary"]


def test_at_most_ten_people_are_named():
    for number in range(12):
        a_member(f"Member {number}", f"m{number}@example.org", start=ago(10))
        bounce(f"m{number}@example.org")

    assert len(reasons()) == 10


@pytest.mark.parametrize(("reason", "act"), [("nonsense", "done"), ("bounced", "nonsense")])
def test_what_is_no_reason_or_no_act_is_not_there(secretary, reason, act):
    person = a_person("A Person")

    response = secretary.post(reverse("call-settle", args=[person.uid, reason]), {"do": act})

    assert (response.status_code, CallNote.objects.count()) == (404, 0)


def test_a_month_later_somebody_settled_is_looked_at_again():
    person = a_member("Unreachable", "dead@example.org", start=ago(10))
    bounce("dead@example.org")
    before = timezone.now() - timedelta(days=31)

    calls.settle(person=person, reason="bounced", outcome="done", by=None, at=before)

    assert reasons() == [("Unreachable", "bounced")]
