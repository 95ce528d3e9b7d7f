"""Whether the association still waits for its first officer, and the secret that lets them in."""

import sys
from typing import Any

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from roles.models import Term


def is_open() -> bool:
    """True while nobody has ever held a seat."""
    return not Term.objects.exists()


def secret() -> str:
    """What opens `/setup/`: made from SECRET_KEY, so every web process knows it, stored nowhere."""
    digest = salted_hmac("association.setup", "the first officer", algorithm="sha256")
    return digest.hexdigest()[:32]


def is_secret(text: str) -> bool:
    """Whether somebody was told the secret."""
    return constant_time_compare(text.strip(), secret())


def link() -> str:
    """The one-time address for the first officer."""
    return f"{settings.SITE_URL}{reverse('setup')}?key={secret()}"


def tell(*, verbosity: int = 1, stdout: Any = None, **kwargs: Any) -> None:
    """After `migrate`: print the one-time address while there is no officer; a demo has its own."""
    if verbosity < 1 or settings.DEMO:
        return
    if Term._meta.db_table in connection.introspection.table_names() and is_open():
        words = f"Nobody is in office yet. To set up in a browser, open\n  {link()}"
        (stdout or sys.stdout).write(words + "\n")
