"""Recording a payment: three letters of the name and two taps."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Membership, Payment, User
from tests.members.factories import a_login, a_member, a_person, a_plan, last_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def treasurer(client):
    """Somebody who may record payments."""
    client.force_login(User.objects.create_superuser("treasurer@example.org", "a long password"))
    return client


def lapsing():
    return a_member(
        "Ada Payer", "ada@example.org", start=timezone.now().date() - timedelta(days=340)
    )


def filled(response, **changes):
    """What the browser would send if only Save were tapped."""
    form = response.context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() is not None} | {
        "plan": form["plan"].value(), "once": str(form["once"].value()), **changes
    }  # fmt: skip


def test_three_letters_find_the_payer(treasurer):
    lapsing()
    a_person("Somebody Else")

    page = treasurer.get("/dues/", {"q": "pay"})

    assert [person.name for person in page.context["found"]] == ["Ada Payer"]


def test_two_taps_record_the_dues(treasurer):
    person = lapsing()
    url = reverse("record-payment", args=[person.uid])

    response = treasurer.post(url, filled(treasurer.get(url)))

    assert response.status_code == 303
    assert Payment.objects.get().cents == 12000
    assert Membership.objects.filter(person=person).count() == 2


def test_a_double_click_is_one_payment(treasurer):
    url = reverse("record-payment", args=[lapsing().uid])
    data = filled(treasurer.get(url))

    treasurer.post(url, data)
    treasurer.post(url, data)

    assert (Payment.objects.count(), Membership.objects.count()) == (1, 2)


def test_the_toast_takes_it_back(treasurer):
    person = lapsing()
    url = reverse("record-payment", args=[person.uid])
    page = treasurer.post(url, filled(treasurer.get(url)), follow=True)
    undo = re.search(r"/dues/payments/\d+/reverse/", page.content.decode())[0]

    assert treasurer.get(undo).status_code == 405
    treasurer.post(undo)

    assert sum(Payment.objects.values_list("cents", flat=True)) == 0
    assert last_membership(person).voided_on is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "0"},
        {"amount": "-1"},
        {"amount": "much"},
        {"amount": "1e99"},
        {"method": "gold"},
        {"received_on": "2999-01-01"},
        {"received_on": "31.02."},
        {"plan": "0"},
        {"once": "x"},
        {"reference": "x" * 121},
    ],
)
def test_bad_input_is_named_and_nothing_is_written(treasurer, wrong):
    url = reverse("record-payment", args=[lapsing().uid])

    response = treasurer.post(url, filled(treasurer.get(url), **wrong))

    assert response.status_code == 422
    assert Payment.objects.count() == 0


def test_a_person_who_never_was_a_member_pays_for_a_chosen_plan(treasurer):
    a_plan()
    person = a_person("New Member")
    url = reverse("record-payment", args=[person.uid])

    treasurer.post(url, filled(treasurer.get(url)))

    assert last_membership(person).period.lower == timezone.now().date()


def test_without_any_plan_the_page_says_so(treasurer):
    url = reverse("record-payment", args=[a_person("New Member").uid])

    assert treasurer.get(url).status_code == 200
    assert treasurer.post(url, {"amount": "5", "method": "cash"}).status_code == 422


@pytest.mark.parametrize("path", ["/dues/", "person"])
def test_a_member_may_not(client, path):
    person = lapsing()
    client.force_login(a_login(person, "ada@example.org"))
    url = path if path != "person" else reverse("record-payment", args=[person.uid])

    assert client.get(url).status_code == 403
    assert client.post(url, {}).status_code == 403


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get("/dues/").status_code == 302
