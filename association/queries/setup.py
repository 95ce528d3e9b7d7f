"""Whether the association still waits for its first officer, and the secret that lets them in."""

from django.conf import settings
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
