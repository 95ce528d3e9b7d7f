"""The link that stops a kind of letters: looking changes nothing, a POST acts (RFC 8058)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from outbox.actions import suppressions
from outbox.models import Letterhead, Message, Suppression
from outbox.tokens import unsubscribe_url
from tests.outbox.conftest import answer, invite

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation(club: Letterhead) -> Message:
    """An invitation to a member."""
    return invite()


def link(message: Message) -> str:
    return unsubscribe_url(message, timezone.now()).removeprefix("http://127.0.0.1:8000")


def stopped() -> list[tuple[str, str, str]]:
    return list(Suppression.objects.values_list("address", "category", "reason"))


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing(invitation: Message, client: Client, method: str) -> None:
    response = getattr(client, method)(link(invitation))

    assert (response.status_code, stopped()) == (200, [])


def test_the_page_says_what_it_stops(invitation: Message, client: Client) -> None:
    page = client.get(link(invitation)).content.decode()

    assert "Meetings: invitations and reminders" in page
    assert "Stop these letters" in page


def test_one_click_of_a_mail_program_needs_no_token_of_ours(invitation: Message) -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post(link(invitation), {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert stopped() == [("member@club.example", "meetings", "opt-out")]


def test_any_other_post_needs_our_token(invitation: Message) -> None:
    response = Client(enforce_csrf_checks=True).post(link(invitation), {"action": "stop"})

    assert (response.status_code, stopped()) == (403, [])


def test_a_person_stops_one_kind(invitation: Message, client: Client) -> None:
    page = client.post(link(invitation), {"action": "stop"}, follow=True)

    assert stopped() == [("member@club.example", "meetings", "opt-out")]
    assert "Turn them on again" in page.content.decode()


def test_a_person_stops_all_kinds(invitation: Message, client: Client) -> None:
    client.post(link(invitation), {"action": "stop_all"})

    assert stopped() == [("member@club.example", "", "opt-out")]


def test_a_person_turns_them_on_again(invitation: Message, client: Client) -> None:
    client.post(link(invitation), {"action": "stop"})

    client.post(link(invitation), {"action": "resume"})

    assert stopped() == []


def test_a_bounce_is_not_undone_by_the_person(invitation: Message, client: Client) -> None:
    kwargs = {"address": invitation.to, "category": "", "at": timezone.now()}
    suppressions.suppress(**kwargs, reason="bounce")

    client.post(link(invitation), {"action": "resume"})

    assert stopped() == [("member@club.example", "", "bounce")]


def test_a_forged_link_finds_nothing(invitation: Message, client: Client) -> None:
    forged = link(invitation)[:-4] + "AAA/"

    answers = [client.get(forged), client.post(forged, {"List-Unsubscribe": "One-Click"})]

    assert [response.status_code for response in answers] == [404, 404]
    assert stopped() == []


def test_an_old_link_finds_nothing(invitation: Message, client: Client) -> None:
    old = unsubscribe_url(invitation, timezone.now() - timedelta(days=731))

    assert client.get(old.removeprefix("http://127.0.0.1:8000")).status_code == 404


def test_a_link_of_an_erased_address_finds_nothing(invitation: Message, client: Client) -> None:
    url = link(invitation)
    Message.objects.update(to="")

    assert client.get(url).status_code == 404


def test_a_service_letter_has_nothing_to_stop(club: Letterhead, client: Client) -> None:
    assert client.get(link(answer())).status_code == 404
