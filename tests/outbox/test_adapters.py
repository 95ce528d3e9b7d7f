"""allauth's letters leave through the outbox."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from members.models import User
from outbox.models import Letterhead, Message

pytestmark = pytest.mark.django_db


def test_a_mailed_code_arrives_and_is_not_stored(
    quiet_club: Letterhead,
    mail_folder: Path,
    client: Client,
    django_capture_on_commit_callbacks: Any,
) -> None:
    User.objects.create_user(email="member@club.example", password="long-enough-pass")

    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/login/code/", {"email": "member@club.example"})

    message = Message.objects.get()
    letter = next(mail_folder.glob("*.eml")).read_text()
    code = letter.partition("left open:")[2].split()[0]
    assert (message.kind, message.state) == ("account.login_code", "sent")
    assert len(code) > 4
    assert (code in message.text, "•••" in message.text) == (False, True)
