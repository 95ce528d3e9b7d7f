"""Invitations and reminders that are due."""

from datetime import datetime


def queue_due(*, at: datetime) -> dict[str, int]:
    """Queue what is due."""
    raise NotImplementedError
