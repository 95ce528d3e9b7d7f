"""Instants as an operator types them."""

from datetime import datetime

from outbox.queries import zone


def read(text: str) -> datetime:
    """An aware instant from ISO 8601; without an offset it is the association's wall clock.

    Raises ValueError with a sentence.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"{text!r} is no ISO 8601 time."
            " Write one like 2026-05-01T09:00 or 2026-05-01T09:00+02:00."
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=zone())
