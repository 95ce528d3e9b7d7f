"""One link that always lets people back in: it shows, then acts on POST."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.actions import deaths
from members.models import Payment, Person
from members.queries import standing
from members.tokens import person_link
from outbox.models import Letterhead, Message
from tests.members.factories import a_member, a_person, last_membership

pytestmark = pytest.mark.django_db


def link(person, *, name="renew", days=10, at=None):
    token = person_link("renew", person, at=at or timezone.now(), days=days)
    return reverse(name, args=[token])


def started(days_ago):
    return timezone.now().date() - timedelta(days=days_ago)


@pytest.fixture
def association():
    return Letterhead.objects.create(
        name="The Association", sender="office@example.org", signer_name="The Chair",
        reply_to="treasurer@example.org", founded_at=datetime(2020, 1, 1, tzinfo=UTC),
        released_at=datetime(2020, 1, 1, tzinfo=UTC),
    )  # fmt: skip


@pytest.mark.parametrize("days_ago", [10, 340, 380, 900])
def test_the_page_opens_whatever_the_standing(client, days_ago):
    person = a_member("A Member", start=started(days_ago))

    page = client.get(link(person))

    assert page.status_code == 200
    assert "Tell the treasurer" in page.content.decode()


def test_opening_the_link_changes_nothing(client):
    person = a_member("A Member", start=started(380))

    client.get(link(person))
    client.head(link(person))

    assert (Payment.objects.count(), last_membership(person).resigned_on) == (0, None)
    assert client.get(link(person, name="renew-leave")).status_code == 405
    assert client.get(link(person, name="renew-tell")).status_code == 405


def test_saying_one_has_paid_tells_the_treasurer_once_and_is_no_payment(client, association):
    person = a_member("A Member", start=started(380))

    for _click in range(2):
        response = client.post(link(person, name="renew-tell"), {"method": "transfer"})

    assert response.status_code == 303
    assert Message.objects.get(kind="membership.told").to == "treasurer@example.org"
    assert Payment.objects.count() == 0


def test_a_way_of_paying_must_be_chosen(client, association):
    person = a_member("A Member", start=started(380))

    response = client.post(link(person, name="renew-tell"), {"method": "gold"})

    assert response.status_code == 422
    assert Message.objects.filter(kind="membership.told").count() == 0


def test_leaving_asks_why_once(client):
    person = a_member("A Member", start=started(10))
    said = {"why": "moved", "words": "To the sea", "sure": "on"}

    assert client.post(link(person, name="renew-leave"), said).status_code == 303

    assert last_membership(person).reason == "moved: To the sea"
    assert "I want to leave" not in client.get(link(person)).content.decode()


def test_nobody_leaves_by_mistake(client):
    person = a_member("A Member", start=started(10))

    assert client.post(link(person, name="renew-leave"), {}).status_code == 422
    assert last_membership(person).resigned_on is None


def test_a_guest_cannot_leave_what_they_never_joined(client):
    person = a_person("A Guest")

    response = client.post(link(person, name="renew-leave"), {"sure": "on"})

    assert response.status_code == 409


@pytest.mark.parametrize("token", ["x", "A" * 90, "..", "%F0%9F%A6%8A"])
def test_a_forged_link_is_a_clear_page(client, token):
    response = client.get(f"/renew/{token}/")

    assert response.status_code == 404
    assert "Mail me a code" in response.content.decode()


def test_an_expired_link_says_so(client):
    person = a_member("A Member", start=started(10))

    response = client.get(link(person, at=timezone.now() - timedelta(days=30), days=10))

    assert response.status_code == 410


def test_a_revoked_link_and_one_for_another_purpose_are_forged(client):
    person = a_member("A Member", start=started(10))
    old = link(person)
    Person.objects.filter(pk=person.pk).update(link_epoch=1)
    other = person_link("answer", person, at=timezone.now(), days=3)

    assert client.get(old).status_code == 404
    assert client.get(reverse("renew", args=[other])).status_code == 404


def test_nobody_renews_for_the_dead(client):
    person = a_member("A Member", start=started(10))
    deaths.record(person=person, on=started(1), by=None, at=timezone.now())

    assert client.get(link(person)).status_code == 410


def test_the_token_is_short_enough_for_a_letter(client):
    assert len(person_link("renew", a_person(), at=timezone.now(), days=400)) <= 120


def test_between_jobs_is_one_choice_from_the_link(client):
    person = a_member("A Member", start=timezone.now().date() - timedelta(days=900))
    url = link(person, name="renew-between")

    assert client.get(url).status_code == 405
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"months": "6"}).status_code == 303
    assert client.post(url, {"months": "9"}).status_code == 409
    assert standing(person, timezone.now().date()) == "active"
