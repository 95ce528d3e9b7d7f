"""The command line: what is in the outbox, and sending it in the foreground."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from outbox.models import Letterhead, Message
from tests.outbox.conftest import NOW, answer, invite

pytestmark = pytest.mark.django_db


def run(*words: str) -> list[dict]:
    out = StringIO()
    call_command(*words, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_the_outbox_prints_a_line_for_each_letter(club: Letterhead) -> None:
    invite(person=5, meeting=7)

    assert run("outbox") == [
        {
            "kind": "test.invitation",
            "to": "member@club.example",
            "about": {"person": 5, "meeting": 7},
            "state": "pending",
            "dedupe_key": "test.invitation:1",
        }
    ]


def test_the_outbox_can_show_one_state(club: Letterhead) -> None:
    invite(), answer()
    Message.objects.filter(kind="test.answer").update(state="failed")

    assert [line["kind"] for line in run("outbox", "--state", "failed")] == ["test.answer"]


def test_deliver_sends_what_is_due_at_a_pretended_instant(
    club: Letterhead, mail_folder: Path
) -> None:
    invite()
    Message.objects.update(not_before=NOW + timedelta(hours=2))

    early = run("deliver", "--at", "2026-11-24T20:59:00")  # Berlin: one minute before
    late = run("deliver", "--at", "2026-11-24T21:00:00+01:00")

    assert early == [{"taken": 0, "states": {"pending": 1}}]
    assert late == [{"taken": 1, "states": {"sent": 1}}]


def test_deliver_says_what_an_instant_looks_like() -> None:
    with pytest.raises(CommandError, match="is no ISO 8601 instant, like 2026-11-24"):
        run("deliver", "--at", "tomorrow")
