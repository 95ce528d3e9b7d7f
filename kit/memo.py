"""A short memory: reads that many pieces of one round of work ask for again are made once.

Outside of `remembering()` nothing is remembered, so a web request or a test always sees the truth
of its own moment.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from django.utils.translation import get_language

_known: ContextVar[dict[Hashable, Any] | None] = ContextVar("known", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """While this runs (in this thread), functions marked `remembered` answer from memory."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def remembered[**P, R](read: Callable[P, R]) -> Callable[P, R]:
    """Mark a read whose answer may be up to one round old; its arguments must be hashable."""

    @wraps(read)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        known = _known.get()
        if known is None:
            return read(*args, **kwargs)
        # What is read may hold words, and the next piece of work may speak another language.
        key = (get_language(), read, args, tuple(sorted(kwargs.items())))
        if key not in known:
            known[key] = read(*args, **kwargs)
        return known[key]

    return wrapper
