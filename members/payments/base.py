"""The words between us and a provider of card payments."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Outcome(StrEnum):
    """What a message of the provider says about a checkout."""

    PAID = "paid"
    WAITING = "waiting"
    CLOSED = "closed"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to ask for: our number, what it is for, cents, currency, and the ways back."""

    uid: str
    title: str
    cents: int
    currency: str
    email: str
    done_url: str
    back_url: str
    language: str


@dataclass(frozen=True, kw_only=True)
class Event:
    """A message that was proven to come from the provider."""

    id: str
    kind: str
    outcome: Outcome
    uid: str = ""
    session: str = ""
    cents: int | None = None
    currency: str = ""


class BadMessage(ValueError):
    """Not from the provider, too old, or not to be understood."""


class NotReached(RuntimeError):
    """The provider did not answer, or refused; the person can pay otherwise."""


class Provider(Protocol):
    """What a provider of card payments does for us."""

    name: str

    def start(self, order: Order) -> tuple[str, str]:
        """(the page to send the person to, the provider's number). Raises NotReached."""

    def verify(self, body: bytes, headers: Mapping[str, str]) -> Event:
        """The message, once its signature is proven. Raises BadMessage."""
