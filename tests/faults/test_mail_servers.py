"""Mail servers in every bad mood with a real sender; and what is left once they are well."""

import os
import socket
import ssl
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from outbox.models import Letterhead, Message
from tests.faults.figures import Line, note
from tests.faults.scene import database_url, write_letters
from tests.faults.web import ROOT
from tests.outbox.mail_server import SILENCE, MailServer, mail_server

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

LETTERS = 4
TABLE = [
    # the server's mood; the letters' states meanwhile; how many it took; their states afterwards
    ("well", {}, "sent", 4, "sent"),
    ("slow, 10 bytes a second", {"slow": 0.1}, "sent", 4, "sent"),
    ("silent from the start", {"HELLO": SILENCE}, "retry", 0, "sent"),
    ("421 from the start", {"HELLO": "421 busy"}, "retry", 0, "sent"),
    ("421 to the receiver", {"RCPT": "421 too many"}, "retry", 0, "sent"),
    ("451 (try later)", {"RCPT": "451 4.7.1 try later"}, "retry", 0, "sent"),
    ("452 (full)", {"DATA": "452 4.3.1 full"}, "retry", 0, "sent"),
    ("550 (no such mailbox)", {"RCPT": "550 5.1.1 nobody"}, "failed", 0, "failed"),
    ("552 (too big)", {"TEXT": "552 5.3.4 too big"}, "failed", 0, "failed"),
    ("554 (refused)", {"TEXT": "554 5.7.1 no"}, "failed", 0, "failed"),
    ("drops before the text", {"DATA": None}, "retry", 0, "sent"),
    ("drops instead of 250", {"TEXT": None}, "uncertain", 4, "uncertain"),
]


@pytest.fixture(autouse=True)
def head() -> None:
    Letterhead.objects.create(
        name="The Club",
        sender="club@club.example",
        signer_name="The Secretary",
        reply_to="secretary@club.example",
        founded_at=datetime.now(UTC),
    )


def deliver(url: str, later: int = 0) -> Counter:
    """A real sender, that many minutes from now; the states its letters are in then."""
    at = (datetime.now(UTC) + timedelta(minutes=later)).isoformat()
    environment = os.environ | {"DATABASE_URL": database_url(), "MAIL_URL": url}
    words = [sys.executable, "manage.py", "deliver", "--at", at]
    subprocess.run(words, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=120)
    return Counter(Message.objects.values_list("state", flat=True))


def names(server: MailServer) -> list[str]:
    return [message_from_bytes(text)["Message-ID"] for text in server.accepted]


def told(mood: str, taken: list[str]) -> None:
    """The line of this mood: what was taken, by the log of the server, ill and well."""
    states = dict(Message.objects.values_list("message_id", "state"))
    lost = [name for name, state in states.items() if state == "sent" and name not in taken]
    line = Line(f"mail server: {mood}", letters=LETTERS, losses=len(lost))
    line.doubles = sum(times > 1 for times in Counter(taken).values())
    line.uncertain = list(states.values()).count("uncertain")
    note(line)
    assert (line.doubles, lost) == (0, [])


@pytest.mark.parametrize(
    ("mood", "answers", "meanwhile", "taken", "afterwards"), TABLE, ids=[row[0] for row in TABLE]
)
def test_a_bad_mood_costs_no_letter_and_doubles_none(mood, answers, meanwhile, taken, afterwards):
    write_letters(LETTERS)

    with mail_server(**answers) as ill:
        states = deliver(f"smtp://127.0.0.1:{ill.port}")
    with mail_server() as well:
        ends = deliver(f"smtp://127.0.0.1:{well.port}", later=3)

    assert (states, len(ill.accepted)) == ({meanwhile: LETTERS}, taken)
    assert ends == {afterwards: LETTERS}
    told(mood, names(ill) + names(well))


def test_silence_after_the_text_leaves_one_letter_uncertain():
    """One, for each costs a quarter of a minute."""
    write_letters(1)

    with mail_server(TEXT=SILENCE) as ill:
        states = deliver(f"smtp://127.0.0.1:{ill.port}")
    with mail_server() as well:
        ends = deliver(f"smtp://127.0.0.1:{well.port}", later=3)

    assert (states, ends, len(ill.accepted), well.accepted) == (
        {"uncertain": 1},
        {"uncertain": 1},
        1,
        [],
    )


def test_where_nobody_listens_all_wait_a_minute_and_then_leave():
    write_letters(LETTERS)
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]

    states = deliver(f"smtp://127.0.0.1:{port}")
    attempts = set(Message.objects.values_list("attempts", flat=True))
    with mail_server() as well:
        ends = deliver(f"smtp://127.0.0.1:{well.port}", later=3)

    assert (states, attempts, ends) == ({"retry": LETTERS}, {0}, {"sent": LETTERS})
    told("refuses", names(well))


def test_a_certificate_nobody_vouches_for_gets_no_letter(tmp_path: Path):
    write_letters(LETTERS)

    with mail_server(tls=self_signed(tmp_path)) as stranger:
        states = deliver(f"smtps://127.0.0.1:{stranger.port}")
    with mail_server() as well:
        ends = deliver(f"smtp://127.0.0.1:{well.port}", later=3)

    error = Message.objects.exclude(error="").first()
    assert (states, stranger.accepted) == ({"retry": LETTERS}, [])
    assert (ends, error) == ({"sent": LETTERS}, None)
    told("bad certificate", names(well))


def self_signed(folder: Path) -> ssl.SSLContext:
    """A server's side of TLS with a certificate of its own making."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now).not_valid_after(now + timedelta(days=1))
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
