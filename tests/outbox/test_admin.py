"""Letters at the board's desk."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from members.models import User
from outbox import queries
from outbox.actions import suppressions
from outbox.delivery import deliver_due
from outbox.models import Letterhead, Message, Suppression
from tests.outbox.conftest import NOW, answer, invite

pytestmark = [pytest.mark.broad, pytest.mark.django_db]


@pytest.fixture
def officer(client: Client) -> Client:
    """Somebody who may do everything at the desk."""
    client.force_login(User.objects.create_superuser("officer@club.example", "a-long-password"))
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"admin:outbox_{name}", args=args)


def states() -> list[str]:
    return list(Message.objects.order_by("id").values_list("state", flat=True))


def test_a_letter_is_shown_as_it_would_leave(quiet_club: Letterhead, officer: Client) -> None:
    message = invite(secrets=["Tuesday."])

    page = officer.get(url("message_change", message.pk))

    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert "We meet on •••" in page.content.decode()
    assert "As it would leave now" in page.content.decode()


def test_the_design_of_a_letter_can_do_nothing(quiet_club: Letterhead, officer: Client) -> None:
    page = officer.get(url("message_html", invite().pk))

    policy = page.headers["Content-Security-Policy"]
    assert '<p style="color: red;">We meet on Tuesday.</p>' in page.content.decode()
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert sorted(part.strip() for part in policy.split(";")) == [
        "base-uri 'none'",
        "default-src 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "img-src data:",
        "sandbox",
        "style-src 'unsafe-inline'",
    ]


def test_a_letter_that_cannot_be_written_says_so(club: Letterhead, officer: Client) -> None:
    page = officer.get(url("message_change", invite(words="broken").pk))

    assert "It cannot be written: RuntimeError" in page.content.decode()


@pytest.mark.parametrize("name", ["changelist", "held", "why", "print"])
def test_the_lists_open(quiet_club: Letterhead, officer: Client, name: str) -> None:
    invite()

    assert officer.get(url(f"message_{name}")).status_code == 200


@pytest.mark.parametrize("name", ["changelist", "held", "why", "print"])
def test_a_member_finds_no_desk(quiet_club: Letterhead, client: Client, name: str) -> None:
    client.force_login(User.objects.create_user("member@club.example", "a-long-password"))

    assert client.get(url(f"message_{name}")).status_code in (302, 403, 404)


def test_releasing_is_asked_first(quiet_club: Letterhead, officer: Client) -> None:
    invite()

    page = officer.post(url("message_held"), {"action": "release"})

    assert "Yes, release" in page.content.decode()
    assert (states(), queries.is_quiet()) == (["held"], True)


def test_an_officer_releases_all(quiet_club: Letterhead, officer: Client) -> None:
    invite()
    Message.objects.update(not_before="2099-01-01T00:00Z")

    officer.post(url("message_held"), {"action": "release", "confirm": "yes"})

    assert (states(), queries.is_quiet()) == (["pending"], False)


def test_an_officer_discards_one_kind(quiet_club: Letterhead, officer: Client) -> None:
    invite(), answer()
    decision = {"action": "discard", "kind": "test.invitation", "confirm": "yes"}

    officer.post(url("message_held"), decision)

    assert states() == ["superseded", "held"]


def test_looking_at_held_letters_changes_nothing(quiet_club: Letterhead, officer: Client) -> None:
    invite()

    officer.get(url("message_held"), {"action": "release", "confirm": "yes"})

    assert states() == ["held"]


def test_an_uncertain_letter_is_sent_again_after_a_question(
    club: Letterhead, officer: Client
) -> None:
    message = invite()
    Message.objects.update(state="uncertain")

    asked = officer.get(url("message_again", message.pk)).content.decode()
    before = states()
    officer.post(url("message_again", message.pk))

    assert "The person may get it a second time." in asked
    assert (before, states()) == (["uncertain"], ["pending"])


def test_why_a_letter_did_not_come(club: Letterhead, officer: Client, mail_folder: Path) -> None:
    suppressions.opt_out(address="member@club.example", category="meetings", at=NOW)
    invite()
    deliver_due(at=NOW)

    page = officer.get(url("message_why"), {"q": "member@club.example"}).content.decode()

    assert "It was not sent on purpose." in page
    assert "This address does not want this kind of letters: opted out." in page
    assert "Must not be written to" in page


def test_letters_are_found_by_the_name_they_greet(
    club: Letterhead, officer: Client, mail_folder: Path
) -> None:
    invite()
    deliver_due(at=NOW)

    page = officer.get(url("message_why"), {"q": "a member"}).content.decode()

    assert "The mail server took it." in page


def test_letters_on_paper_are_ticked_off(
    club: Letterhead, officer: Client, mail_folder: Path
) -> None:
    message = invite(to="")
    deliver_due(at=NOW)

    shown = officer.get(url("message_print")).content.decode()
    officer.post(url("message_print"), {"letter": [message.pk, "nonsense"]})

    assert "We meet on Tuesday." in shown
    assert list(queries.to_print()) == []


def test_an_address_is_put_on_the_list_by_hand(club: Letterhead, officer: Client) -> None:
    form = {"address": "Old@Club.example", "category": "", "reason": "complaint"}

    officer.post(url("suppression_add"), form)
    again = officer.post(url("suppression_add"), form)

    rows = Suppression.objects.values_list("address", "reason")
    assert list(rows) == [("old@club.example", "complaint")]
    assert "already on the list" in again.content.decode()


def test_the_letterhead_refuses_a_zone_that_is_none(club: Letterhead, officer: Client) -> None:
    page = officer.get(url("letterhead_change", club.pk))
    form = {**page.context["adminform"].form.initial, "timezone": "Mars/Crater"}

    answer = officer.post(url("letterhead_change", club.pk), form)

    assert "Write a zone like Europe/Berlin" in answer.content.decode()


def test_the_letterhead_is_edited(club: Letterhead, officer: Client) -> None:
    page = officer.get(url("letterhead_change", club.pk))
    form = {**page.context["adminform"].form.initial, "signer_name": "The  New Secretary"}

    officer.post(url("letterhead_change", club.pk), form)

    club.refresh_from_db()
    assert club.signer_name == "The New Secretary"


def test_an_officer_gets_a_test_letter_even_while_quiet(
    quiet_club: Letterhead, officer: Client
) -> None:
    officer.post(url("letterhead_test", quiet_club.pk))

    assert list(Message.objects.values_list("to", "state")) == [("officer@club.example", "pending")]


def test_letters_that_failed_by_a_fault_of_ours_are_sent_again_together(
    club: Letterhead, officer: Client
) -> None:
    failed, waiting = invite(key="1"), invite(key="2")
    Message.objects.filter(pk=failed.pk).update(state="failed")
    chosen = {"action": "send_chosen_again", "_selected_action": [failed.pk, waiting.pk]}

    page = officer.post(url("message_changelist"), chosen, follow=True)

    assert states() == ["pending", "pending"]
    assert "1 letter is on its way." in page.content.decode()
