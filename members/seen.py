"""The `seen` socket: what the packages above know of when somebody was last here.

A provider is a function of a day that gives rows with a `person`: of those who were seen on or
after it, and of those who stand in the public record and are never reduced to numbers. A keeper is
a function of today: of those whose rows must be kept that long by a rule of their own.
"""

from collections.abc import Callable
from datetime import date

from django.db.models import QuerySet

Seen = Callable[[date], QuerySet]

_providers: list[Seen] = []
_keepers: list[Seen] = []


def register(provider: Seen) -> None:
    """Fill the socket."""
    _providers.append(provider)


def register_keeper(keeper: Seen) -> None:
    """Fill the socket."""
    _keepers.append(keeper)


def kept_on(today: date) -> list[QuerySet]:
    """The rows of every keeper."""
    return [keeper(today) for keeper in _keepers]


def seen_since(day: date) -> list[QuerySet]:
    """The rows of every provider."""
    return [provider(day) for provider in _providers]
