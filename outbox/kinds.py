"""The letter composer socket: upper packages say how each kind of letter is written.

A package that writes letters registers them in its own `sockets.py`. The composer is called when
the letter leaves, so that it tells the truth of that moment.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from outbox.models import Message


class Superseded(Exception):
    """Raised by a composer: the letter has lost its point; the text says why."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter; it is not stored."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a composer gives back.

    `template` names `templates/mail/<template>.html` and `.txt`. `signer` and `reply_to` name the
    person who stands behind the letter; empty means the letterhead's own. `calendar` is an
    iCalendar file, `calendar_method` its METHOD (PUBLISH, REQUEST, CANCEL). `secrets` are strings
    masked in the stored copy; of a `private` letter the subject alone is stored. `preferences_url`
    is absolute; the link that stops this kind of letters is added by the outbox. An empty `to`
    means the person has no address: the letter is printed.
    """

    to: str
    to_name: str = ""
    subject: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    signer: str = ""
    reply_to: str = ""
    preferences_url: str = ""
    calendar: bytes | None = None
    calendar_method: str = "PUBLISH"
    secrets: tuple[str, ...] = ()
    private: bool = False
    files: tuple[Attachment, ...] = ()


Composer = Callable[[Message, datetime], Letter]


@dataclass(frozen=True)
class Kind:
    """A kind of letter: its category (empty = service letter, no unsubscribe) and its composer."""

    name: str
    category: str
    composer: Composer


# Letters of one round -> by letter's id, the language its reader chose; who chose none is left out.
Languages = Callable[[Sequence[Message]], dict[int, str]]

_kinds: dict[str, Kind] = {}
_languages: list[Languages] = []


def register(name: str, *, composer: Composer, category: str = "") -> None:
    """Fill the socket for one kind; twice is an error."""
    if name in _kinds:
        raise ValueError(f"The letter {name} is registered twice.")
    _kinds[name] = Kind(name, category, composer)


def kind(name: str) -> Kind:
    """The registered kind; KeyError names what is missing."""
    return _kinds[name]


def all_kinds() -> dict[str, Kind]:
    """Every registered kind by name."""
    return dict(_kinds)


def read_languages(of: Languages) -> None:
    """Fill the socket: who knows which language a reader chose; one query for all letters."""
    _languages.append(of)


def languages(messages: Sequence[Message]) -> dict[int, str]:
    """By letter's id, the language its reader chose; who chose none is left out."""
    found: dict[int, str] = {}
    for of in _languages:
        found |= of(messages)
    return found
