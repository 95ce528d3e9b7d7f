"""How somebody logs in. It grants no rights: those come with seats."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend


class LogInBackend(AuthenticationBackend):
    """allauth's log-in by e-mail; a log-in has neither groups nor rights of its own."""

    def _get_permissions(self, user_obj: Any, obj: Any, from_name: str) -> set[str]:
        return set()
