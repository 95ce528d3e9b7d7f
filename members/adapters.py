"""Where allauth meets our people and our outbox."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Nobody opens an account out of nothing: an address on file is needed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
