"""Letters whose text exists only when they are written (log-in codes) wait encrypted."""

import base64
import hashlib
import json
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(content: dict) -> bytes:
    """The content encrypted with a key made from SECRET_KEY."""
    return _box(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).encrypt(
        json.dumps(content).encode()
    )


def unseal(sealed: bytes) -> dict:
    """What was sealed. Raises cryptography's InvalidToken where no key fits."""
    box = _box(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return json.loads(box.decrypt(sealed))


@lru_cache(maxsize=4)
def _box(*keys: str) -> MultiFernet:
    digests = (hashlib.sha256(f"outbox.sealed:{key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
