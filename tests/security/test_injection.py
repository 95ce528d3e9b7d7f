"""Whatever stands in titles, places and names adds no line to a calendar, a card or a letter."""

import re
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from types import SimpleNamespace
from uuid import uuid4

import pytest

from events import ical
from network import ical as coffee
from outbox.delivery import to_email
from outbox.kinds import Attachment, Letter
from outbox.models import Message
from outbox.rendering import _frame
from pulse.exports.farewell import contact_cards
from roles import exports as handover
from tests.events.scenes import NOON, a_letterhead, a_meeting, a_venue

pytestmark = pytest.mark.django_db
BREAKS = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\n\r", "\n\n"]
ENDS = re.compile(r"\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
WORDS = [
    "X-INJECTED:yes",
    "ATTACH:https://evil.example",
    "END:VEVENT",
    "Bcc: everybody@evil.example",
]
LONG = ["\u00e4" * 300, "\U0001f600" * 100, "a;b,c\\d:e\"f'^n" * 20]
HOSTILE = [f"Tea{end}{word}" for end in BREAKS for word in WORDS[:1]]
HOSTILE += [f"Tea\r\n{word}" for word in WORDS] + [f"{long}\r\n{WORDS[0]}" for long in LONG]


def written(body: bytes) -> list[str]:
    """The lines as any reader may see them, unfolded; each fits into 75 octets and ends in CRLF."""
    lines = body.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert lines[-1] == b""
    plain = body.decode().replace("\r\n ", "").replace("\r\n\t", "")
    return [line for line in ENDS.split(plain) if line]


def injected(body: bytes) -> list[str]:
    """Lines that begin with what somebody wrote into a title."""
    return [line for line in written(body) if line.upper().startswith(("X-INJ", "ATTACH", "BCC"))]


def a_table(words: str) -> SimpleNamespace:
    """What a board writes down about a yearly task."""
    at = datetime(2026, 6, 1, tzinfo=UTC)
    return SimpleNamespace(pk=1, month=3, title=words, detail=words, written_at=at)


def an_entry(words: str) -> SimpleNamespace:
    """What somebody lets others keep of them."""
    person = SimpleNamespace(name=words, phone=words, city=words, employer=words, postal_address="")
    shows = ["email", "phone", "city", "employer"]
    return SimpleNamespace(address_="a@example.org", person=person, shows=shows)


def calendars(words: str) -> list[bytes]:
    """Every calendar and card the house writes, with these words in every place for words."""
    venue = a_venue(name=words[:200], city=words[:100])
    meeting = a_meeting(5, topic=words[:300], summary=words, venue=venue)
    invited = ical.Invited("o@example.org", words, "a@example.org", words, 1)
    at_table = coffee.Entry(uuid4(), NOON + timedelta(days=2), "lunch", words)
    known = coffee.Invited("o@example.org", words, "a@example.org", words)
    return [
        ical.one(meeting, at=NOON), ical.feed([meeting], name=words, at=NOON),
        ical.invitation(meeting, invited, method="REQUEST", at=NOON),
        ical.personal([], name=words, at=NOON),
        coffee.calendar(at_table, at=NOON, method="REQUEST", invited=known),
        handover.as_calendar([a_table(words)], today=date(2026, 6, 1)),
    ]  # fmt: skip


@pytest.fixture(autouse=True)
def _head(time_machine):
    time_machine.move_to(NOON, tick=False)
    a_letterhead()


@pytest.mark.broad
@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_words_add_no_line_to_any_calendar(words):
    found = [line for body in calendars(words) for line in injected(body)]

    assert found == []


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_words_add_no_line_to_a_card(words):
    body = contact_cards([an_entry(words)])

    assert injected(body) == []
    assert [line for line in written(body) if line.startswith(("BEGIN", "END"))] == [
        "BEGIN:VCARD", "END:VCARD",
    ]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_words_add_no_header_to_a_letter(words):
    letter = Letter(
        to="a@example.org", to_name=words, subject=words, template="", context={}, signer=words,
        reply_to="office@example.org", files=(Attachment(words, "application/pdf", b"x"),),
    )  # fmt: skip

    frame = _frame(letter, None, unsubscribe="")
    raw = to_email(frame, Message(pk=1, dedupe_key="x"), NOON).message()
    names = {name.lower() for name in message_from_bytes(raw.as_bytes(policy=SMTP), policy=SMTP)}

    assert names & {"bcc", "x-injected", "attach", "cc"} == set()
    assert max(map(len, raw.as_bytes(policy=SMTP).split(b"\r\n"))) <= 998


def test_a_line_that_was_added_is_found_out():
    assert injected(b"SUMMARY:Tea\r\nX-INJECTED:yes\r\n") == ["X-INJECTED:yes"]
    assert injected("SUMMARY:Tea\u2028ATTACH:x\r\n".encode()) == ["ATTACH:x"]
    assert injected(b"SUMMARY:Tea\r\n X-INJECTED:yes\r\n") == []
