"""Membership letters as they read."""

import re
from datetime import UTC, datetime

import pytest

from members import blocks
from members.actions import lapses
from outbox.delivery import deliver_due
from outbox.models import Letterhead, Message
from outbox.rules import MASK
from tests.members.factories import a_member

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 6, 1, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def released():
    Letterhead.objects.create(
        name="The Association", sender="office@example.org", signer_name="The Chair",
        reply_to="office@example.org", founded_at=AT, released_at=datetime(2020, 1, 1, tzinfo=UTC),
    )  # fmt: skip


@pytest.fixture
def a_block(monkeypatch):
    """Something an upper package says about a member's year."""
    monkeypatch.setattr(blocks, "_blocks", {})
    blocks.register(
        "membership.notice", "value", lambda person, at: [("Your year", f"{person.name} came.")]
    )


def test_the_first_notice_tells_what_the_year_was(a_block):
    a_member("Ada Tester", "ada@example.org", start=datetime(2025, 7, 25, tzinfo=UTC).date())
    lapses.announce(today=AT.date(), at=AT)

    deliver_due(at=AT)

    letter = Message.objects.get(kind="membership.notice")
    assert (letter.state, letter.error) == ("sent", "")
    assert "Ada Tester came." in letter.text
    assert "Ada Tester came." in letter.html
    assert "24 July 2026" in letter.text


def test_the_welcome_letter_leaves():
    a_member("Ada Tester", "ada@example.org", start=AT.date())

    deliver_due(at=AT.replace(hour=23))

    letter = Message.objects.get(kind="membership.welcome")
    assert (letter.state, letter.error) == ("sent", "")
    assert "Dear Ada" in letter.text


def test_the_link_to_renew_is_hidden_in_the_stored_copy():
    a_member("Ada Tester", "ada@example.org", start=datetime(2025, 7, 25, tzinfo=UTC).date())
    lapses.announce(today=AT.date(), at=AT)

    deliver_due(at=AT)

    letter = Message.objects.get(kind="membership.notice")
    links = re.findall(r"/renew/([^/\s]+)/", f"{letter.text} {letter.html}")
    assert (letter.state, set(links)) == ("sent", {MASK})
