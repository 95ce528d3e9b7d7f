"""The link that stops a kind of letters: good for one address and category, nothing stored."""

import hashlib
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from kit.text import canonical_email
from kit.tokens import TokenInvalid, read, sign
from outbox.models import Message
from outbox.rules import UNSUBSCRIBE_DAYS

PURPOSE = "unsubscribe"


def unsubscribe_token(message: Message, at: datetime, *, to: str = "") -> str:
    """A token for the letter's address (or `to`, where it goes to another) and category."""
    return sign(
        PURPOSE,
        subject=_fingerprint(to or message.to),
        epoch=0,
        expires_at=at + timedelta(days=UNSUBSCRIBE_DAYS),
        about=message.pk,
    )


def unsubscribe_url(message: Message, at: datetime, *, to: str = "") -> str:
    """The absolute link to the page where this kind of letters can be stopped."""
    token = unsubscribe_token(message, at, to=to)
    return settings.SITE_URL + reverse("unsubscribe", args=[token])


def read_unsubscribe(token: str, *, at: datetime) -> Message:
    """The letter the token came with. Raises kit.tokens errors, also where the letter's address
    has been erased or changed since: there is nobody left to stop letters to."""
    claim = read(PURPOSE, token, at=at)
    message = Message.objects.filter(pk=claim.about).first()
    if message is None or not message.category or _fingerprint(message.to) != claim.subject:
        raise TokenInvalid
    return message


def _fingerprint(address: str) -> uuid.UUID:
    digest = hashlib.sha256(canonical_email(address).encode()).digest()
    return uuid.UUID(bytes=digest[:16])
