"""Several deliverers at once: each letter is taken by one of them."""

import threading
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections

from outbox import claims
from outbox.actions import letters
from outbox.delivery import Round, deliver_due
from outbox.models import Letterhead, Message
from tests.outbox.conftest import NOW, answer


def at_once(count: int, work: Callable[[], None]) -> None:
    """Run the work in so many threads that start together."""
    gate = threading.Barrier(count)

    def run() -> None:
        gate.wait()
        try:
            work()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def handed_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every Message-ID the backend is given, twice where it is given twice."""
    seen: list[str] = []
    monkeypatch.setattr(
        "outbox.backends.FileBackend._write", lambda self, name, content: seen.append(name)
    )
    return seen


@pytest.mark.django_db(transaction=True)
def test_four_deliverers_hand_over_each_letter_once(
    club: Letterhead, mail_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = handed_over(mail_folder, monkeypatch)
    for number in range(120):
        answer(key=str(number))

    at_once(4, lambda: deliver_due(at=NOW))

    assert (len(seen), len(set(seen))) == (120, 120)


@pytest.mark.broad
@pytest.mark.django_db(transaction=True)
def test_four_deliverers_keep_one_limit(
    club: Letterhead, mail_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Letterhead.objects.update(per_minute=30)
    seen = handed_over(mail_folder, monkeypatch)
    for number in range(60):
        answer(key=str(number))

    at_once(4, lambda: deliver_due(at=NOW))

    assert len(seen) == 30


@pytest.mark.broad
@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_change_nothing_twice(club: Letterhead, mail_folder: Path) -> None:
    message = answer()
    Message.objects.update(state="sending", claim_token="0" * 32, lease_until="2020-01-01T00:00Z")

    at_once(2, lambda: letters.recover(at=NOW))

    message.refresh_from_db()
    assert message.state == "uncertain"


@pytest.mark.broad
@pytest.mark.django_db(transaction=True)
def test_without_the_conditional_claim_letters_would_go_out_twice(
    club: Letterhead, mail_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = handed_over(mail_folder, monkeypatch)
    for number in range(20):
        answer(key=str(number))
    monkeypatch.setattr(claims, "mark_sending", lambda *args, **kwargs: True)
    monkeypatch.setattr(claims, "claimed_by", look_then_take)

    at_once(4, lambda: Round(uuid.uuid4(), NOW).run())

    assert len(seen) > len(set(seen))


LOOKED = threading.Barrier(4)


def look_then_take(token: uuid.UUID) -> list[Message]:
    """What a deliverer without conditional updates does: read, and believe what was read."""
    found = list(Message.objects.filter(state="pending"))
    LOOKED.wait()
    return found
