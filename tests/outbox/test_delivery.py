"""What becomes of a letter on its way out."""

from pathlib import Path

import pytest

from outbox.delivery import deliver_due
from outbox.models import Letterhead, Message
from tests.outbox.conftest import NOW, invite

State = Message.State
pytestmark = pytest.mark.django_db


def state_of(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.error


def test_a_due_letter_is_sent_and_its_text_kept(club: Letterhead, mail_folder: Path) -> None:
    message = invite()

    deliver_due(at=NOW)

    assert state_of(message) == (State.SENT, "")
    assert message.subject == "Tuesday"
    assert message.text.startswith("Dear A Member,\nWe meet on Tuesday.\n")
    assert len(list(mail_folder.glob("*.eml"))) == 1
