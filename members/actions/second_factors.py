"""The operator's way back in for somebody who lost phone, keys and recovery codes."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from kit.text import canonical_email
from members.models import User


class NoSuchLogIn(Exception):
    """Nobody logs in with this address."""


@transaction.atomic
def forget(*, email: str) -> int:
    """Remove every second factor of the log-in with this address; gives how many.

    Raises NoSuchLogIn. Password and seats stay; the board's desk asks for a new factor. Deletes
    Authenticator.
    """
    user = User.objects.select_for_update().filter(email=canonical_email(email)).first()
    if user is None:
        raise NoSuchLogIn
    factors = Authenticator.objects.filter(user=user)
    count = factors.count()
    factors.delete()
    return count
