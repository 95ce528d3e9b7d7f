"""Letters of three kinds for the tests: invitations, answers, and a broken one."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from outbox import kinds
from outbox.actions import letters
from outbox.kinds import Letter
from outbox.models import Letterhead, Message

NOW = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
TEMPLATES = {
    "plain.txt": "Dear {{ to_name }},\n{{ words }}\n{{ unsubscribe_url }}",
    "plain.html": "<style>p{color:red}</style><p>{{ words }}</p>"
    '<a href="{{ unsubscribe_url }}">stop</a>',
}


def write(message: Message, at: datetime) -> Letter:
    """What the composers of these tests write; `words` may be changed by a test."""
    words = message.about.get("words", "We meet on Tuesday.")
    if words == "broken":
        raise RuntimeError("this letter cannot be written")
    if words == "pointless":
        raise kinds.Superseded("The meeting was cancelled.")
    return Letter(
        to=message.about.get("now_at", message.to),
        to_name="A Member",
        subject=message.about.get("subject", "Tuesday"),
        template="plain",
        context={"words": words},
        signer="The Organizer",
        reply_to="organizer@club.example",
        calendar=message.about.get("calendar", "").encode() or None,
        secrets=tuple(message.about.get("secrets", ())),
    )


@pytest.fixture(autouse=True)
def letter_kinds(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """`test.invitation` can be switched off, `test.answer` is a service letter."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds.all_kinds()))
    kinds.register("test.invitation", composer=write, category="meetings")
    kinds.register("test.answer", composer=write)
    folder = tmp_path / "templates" / "mail"
    folder.mkdir(parents=True)
    for name, source in TEMPLATES.items():
        (folder / name).write_text(source)
    engine = dict(settings.TEMPLATES[0])
    engine["DIRS"] = [folder.parent, *engine["DIRS"]]
    settings.TEMPLATES = [engine]


@pytest.fixture
def mail_folder(settings: Any, tmp_path: Path) -> Path:
    """Letters land here as files."""
    folder = tmp_path / "mail"
    options = {"folder": str(folder)}
    settings.MAILERS = {"default": {"BACKEND": "outbox.backends.FileBackend", "OPTIONS": options}}
    return folder


@pytest.fixture
def quiet_club(db: None) -> Letterhead:
    """An association whose letters nobody has released."""
    return Letterhead.objects.create(
        name="The Club",
        timezone="Europe/Berlin",
        sender="club@club.example",
        signer_name="The Secretary",
        reply_to="secretary@club.example",
        founded_at=NOW,
    )


@pytest.fixture
def club(quiet_club: Letterhead) -> Letterhead:
    """An association whose letters go out."""
    letters.release(by="a secretary", at=NOW)
    quiet_club.refresh_from_db()
    return quiet_club


def invite(to: str = "member@club.example", *, key: str = "1", **about: Any) -> Message:
    """An invitation that is due now."""
    return send("test.invitation", to, key, about)


def answer(to: str = "member@club.example", *, key: str = "2", **about: Any) -> Message:
    """A service letter that is due now."""
    return send("test.answer", to, key, about)


def send(kind: str, to: str, key: str, about: dict[str, Any]) -> Message:
    message = letters.post(kind=kind, to=to, about=about, dedupe_key=f"{kind}:{key}", at=NOW)
    assert message is not None
    return message
