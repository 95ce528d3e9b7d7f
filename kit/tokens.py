"""Signed links: purpose, subject, epoch and expiry in at most 120 characters, nothing stored.

A token made for one purpose never opens another; raising the subject's epoch revokes its links.
"""

import base64
import binascii
import struct
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

BODY = struct.Struct(">16sIQq")
MAC_BYTES = 16


class TokenInvalid(Exception):
    """Forged, cut off, or made for another purpose."""


class TokenExpired(TokenInvalid):
    """Genuine, but its time has passed."""


@dataclass(frozen=True)
class Claim:
    """What a genuine token says: whom it is for, at which epoch, and the id of what it is about."""

    subject: uuid.UUID
    epoch: int
    about: int


def sign(
    purpose: str, *, subject: uuid.UUID, epoch: int, expires_at: datetime, about: int = 0
) -> str:
    """A token for `subject`; it is good until `expires_at` (aware)."""
    body = BODY.pack(subject.bytes, epoch, about, int(expires_at.timestamp()))
    mac = _mac(purpose, body, settings.SECRET_KEY)
    return base64.urlsafe_b64encode(body + mac).decode().rstrip("=")


def read(purpose: str, token: str, *, at: datetime) -> Claim:
    """What the token claims; the epoch is the caller's check. Raises TokenInvalid, TokenExpired."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        body, mac = raw[: BODY.size], raw[BODY.size :]
        subject, epoch, about, expires = BODY.unpack(body)
    except (ValueError, binascii.Error, struct.error) as error:
        raise TokenInvalid from error
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(constant_time_compare(mac, _mac(purpose, body, key)) for key in keys):
        raise TokenInvalid
    if at > datetime.fromtimestamp(expires, UTC):
        raise TokenExpired
    return Claim(uuid.UUID(bytes=subject), epoch, about)


def _mac(purpose: str, body: bytes, key: str) -> bytes:
    digest = salted_hmac(f"token.{purpose}", body, secret=key, algorithm="sha256").digest()
    return digest[:MAC_BYTES]
