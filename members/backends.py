"""How somebody logs in. It grants no rights: those come with seats."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import BigIntegerField

from kit.prepared import Given, PreparedObjects
from members.models import User

LOG_IN = PreparedObjects(
    lambda: User.objects.filter(pk=Given("id", BigIntegerField())), related=["person"]
)


class LogInBackend(AuthenticationBackend):
    """allauth's log-in by e-mail; a log-in has neither groups nor rights of its own."""

    def get_user(self, user_id: int) -> User | None:
        """The log-in of a session with its person, in one query; None where it may not log in."""
        user = LOG_IN.first(id=user_id)
        return user if user is not None and self.user_can_authenticate(user) else None

    def _get_permissions(self, user_obj: Any, obj: Any, from_name: str) -> set[str]:
        return set()
