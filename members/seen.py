"""The `seen` socket: what the packages above know of when somebody was last here.

A provider is a function of a day that gives rows with a `person`: of those who were seen on or
after it, and of those who stand in the public record and are never reduced to numbers.
"""

from collections.abc import Callable
from datetime import date

from django.db.models import QuerySet

Seen = Callable[[date], QuerySet]

_providers: list[Seen] = []


def register(provider: Seen) -> None:
    """Fill the socket."""
    _providers.append(provider)


def seen_since(day: date) -> list[QuerySet]:
    """The rows of every provider."""
    return [provider(day) for provider in _providers]
