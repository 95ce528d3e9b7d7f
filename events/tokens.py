"""The link that proves a stranger's address."""

from datetime import datetime, timedelta

from events.models import GuestAsk
from kit import tokens
from kit.tokens import TokenExpired, TokenInvalid

__all__ = ["TokenExpired", "TokenInvalid", "guest_link", "read_guest_link"]

PURPOSE = "guest"


def guest_link(ask: GuestAsk) -> str:
    """A token for this wish, good until the day after the meeting."""
    expires_at = ask.meeting.starts_at + timedelta(days=1)
    return tokens.sign(PURPOSE, subject=ask.uid, epoch=0, expires_at=expires_at)


def read_guest_link(token: str, *, at: datetime) -> GuestAsk:
    """The wish of a token, with its meeting. Raises TokenInvalid or TokenExpired."""
    uid = tokens.read(PURPOSE, token, at=at).subject
    asks = GuestAsk.objects.select_related("meeting__venue", "greeter")
    found = asks.filter(uid=uid).first()
    if found is None:
        raise TokenInvalid
    return found
