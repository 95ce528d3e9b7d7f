"""What a mail server may answer, and what becomes of the letter."""

from datetime import timedelta
from typing import Any

import pytest

from outbox.delivery import deliver_due
from outbox.models import Letterhead, Message, Suppression
from tests.outbox.conftest import NOW, answer, invite
from tests.outbox.mail_server import mail_server

pytestmark = pytest.mark.django_db


def use(settings: Any, port: int) -> None:
    options = {"host": "127.0.0.1", "port": port, "timeout": 2}
    settings.MAILERS = {"default": {"BACKEND": "outbox.backends.SmtpBackend", "OPTIONS": options}}


TABLE = [
    # the server's answers, the letter's state, the reason
    ({}, "sent", ""),
    ({"RCPT": "451 4.7.1 try later"}, "retry", "451 4.7.1 try later"),
    ({"RCPT": "421 too many"}, "retry", "421 too many"),
    ({"RCPT": "550 5.1.1 no such user"}, "failed", "550 5.1.1 no such user"),
    ({"RCPT": "550 5.7.1 not from you"}, "failed", "550 5.7.1 not from you"),
    ({"MAIL": "451 4.3.0 busy"}, "retry", "451 4.3.0 busy"),
    ({"MAIL": "550 5.7.1 unknown sender"}, "failed", "550 5.7.1 unknown sender"),
    ({"DATA": "452 4.3.1 full"}, "retry", "452 4.3.1 full"),
    ({"TEXT": "452 4.2.2 mailbox full"}, "retry", "452 4.2.2 mailbox full"),
    ({"TEXT": "552 5.3.4 too big"}, "failed", "552 5.3.4 too big"),
    ({"TEXT": "554 5.7.1 looks like spam"}, "failed", "554 5.7.1 looks like spam"),
]


@pytest.mark.parametrize(("answers", "state", "reason"), TABLE)
def test_each_answer_has_its_consequence(
    club: Letterhead, settings: Any, answers: dict, state: str, reason: str
) -> None:
    message = answer()

    with mail_server(**answers) as server:
        use(settings, server.port)
        deliver_due(at=NOW)

    message.refresh_from_db()
    assert (message.state, message.error) == (state, reason)
    assert len(server.accepted) == (state == "sent")


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
def test_a_connection_lost_before_the_text_is_tried_again(
    club: Letterhead, settings: Any, verb: str
) -> None:
    message = answer()

    with mail_server(**{verb: None}) as server:
        use(settings, server.port)
        deliver_due(at=NOW)

    message.refresh_from_db()
    assert (message.state, message.attempts, server.accepted) == ("retry", 1, [])


def test_a_connection_lost_after_the_text_leaves_the_letter_uncertain(
    club: Letterhead, settings: Any
) -> None:
    message = answer()

    with mail_server(TEXT=None) as server:
        use(settings, server.port)
        deliver_due(at=NOW)
        deliver_due(at=NOW + timedelta(days=1))

    message.refresh_from_db()
    assert (message.state, len(server.accepted)) == ("uncertain", 1)


def test_without_the_watch_for_a_missing_word_the_letter_leaves_twice(
    club: Letterhead, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("outbox.backends._Watch.sendmail")
    answer()

    with mail_server(TEXT=None) as server:
        use(settings, server.port)
        deliver_due(at=NOW)
        deliver_due(at=NOW + timedelta(minutes=2))

    assert len(server.accepted) == 2


def test_a_dead_mailbox_gets_no_more_invitations(club: Letterhead, settings: Any) -> None:
    answer()

    with mail_server(RCPT="550 5.1.1 no such user") as server:
        use(settings, server.port)
        deliver_due(at=NOW)

    rows = Suppression.objects.values_list("address", "category", "reason")
    assert list(rows) == [("member@club.example", "", "bounce")]


def test_a_refusal_for_other_reasons_condemns_no_mailbox(club: Letterhead, settings: Any) -> None:
    answer()

    with mail_server(RCPT="550 5.7.1 not from you") as server:
        use(settings, server.port)
        deliver_due(at=NOW)

    assert Suppression.objects.count() == 0


def test_where_no_server_answers_all_letters_wait_a_minute(club: Letterhead, settings: Any) -> None:
    first, second = invite(), answer()
    use(settings, 1)

    deliver_due(at=NOW)

    for message in (first, second):
        message.refresh_from_db()
        assert (message.state, message.attempts) == ("retry", 0)
        assert message.not_before - NOW < timedelta(seconds=65)


def test_a_letter_is_not_tried_for_ever(club: Letterhead, settings: Any) -> None:
    message, at, attempts = answer(), NOW, 0

    with mail_server(RCPT="451 4.7.1 try later") as server:
        use(settings, server.port)
        while message.state in ("pending", "retry"):
            deliver_due(at=at)
            message.refresh_from_db()
            at, attempts = message.not_before, attempts + 1

    assert (message.state, attempts, message.attempts) == ("failed", 7, 7)


def test_every_attempt_carries_the_same_message_id(club: Letterhead, settings: Any) -> None:
    message = answer()
    with mail_server(TEXT="451 4.3.0 busy") as server:
        use(settings, server.port)
        deliver_due(at=NOW)
    message.refresh_from_db()
    tried = message.message_id

    with mail_server() as server:
        use(settings, server.port)
        deliver_due(at=NOW + timedelta(hours=1))

    assert f"Message-ID: {tried}".encode() in server.accepted[0]


def test_a_round_of_letters_shares_one_connection(club: Letterhead, settings: Any) -> None:
    for number in range(5):
        answer(key=str(number))

    with mail_server() as server:
        use(settings, server.port)
        deliver_due(at=NOW)

    assert (len(server.accepted), server.connections) == (5, 1)


def test_a_broken_connection_is_opened_anew_for_the_next_letter(
    club: Letterhead, settings: Any
) -> None:
    for number in range(2):
        answer(key=str(number))

    with mail_server(RCPT=None) as server:
        use(settings, server.port)
        deliver_due(at=NOW)

    assert server.connections == 2


def test_an_address_that_is_none_fails_alone(club: Letterhead, settings: Any) -> None:
    broken, whole = answer("a@b@c", key="1"), answer(key="2")

    with mail_server() as server:
        use(settings, server.port)
        deliver_due(at=NOW)

    broken.refresh_from_db(), whole.refresh_from_db()
    assert (broken.state, whole.state) == ("failed", "sent")


def test_one_unwritable_letter_in_a_hundred_leaves_ninety_nine(
    club: Letterhead, settings: Any
) -> None:
    for number in range(100):
        answer(key=str(number), words="broken" if number == 42 else "Tuesday")

    with mail_server() as server:
        use(settings, server.port)
        deliver_due(at=NOW)

    assert (len(server.accepted), Message.objects.filter(state="failed").count()) == (99, 1)
