"""The link that proves a stranger's address, and the code of a room."""

from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from events.models import GuestAsk, Meeting
from kit import tokens
from kit.tokens import TokenExpired, TokenInvalid

__all__ = ["TokenExpired", "TokenInvalid", "guest_link", "read_guest_link", "room_code"]

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


def room_code(meeting: Meeting) -> str:
    """The four digits shown and said in the room: from the meeting and our key, nowhere stored."""
    word = salted_hmac("events.room_code", f"{meeting.pk}:{meeting.slug}", algorithm="sha256")
    return f"{int(word.hexdigest()[:12], 16) % 10_000:04d}"
