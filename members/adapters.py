"""Where allauth meets our people and our outbox."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from members.actions import logins
from members.models import User
from members.queries import language_of_address
from outbox.actions.letters import post_sealed

# What allauth's letters carry that opens an account.
SECRETS = ("code", "key", "password_reset_url", "activate_url")


class AccountAdapter(DefaultAccountAdapter):
    """Nobody opens an account out of nothing: an address on file is needed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Whether `next` stays on this site; what is no address at all does not."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        """How this log-in can prove itself again; who has neither password nor second factor
        signs out and comes back with a mailed code."""
        again = {
            "id": "again", "description": _("Sign in anew"), "url": reverse("account_logout"),
        }  # fmt: skip
        return super().get_reauthentication_methods(user) or [again]

    def login(self, request: HttpRequest, user: User) -> None:
        """After the last step of a log-in: join it to the person whose address it has proven."""
        super().login(request, user)
        logins.join_on_proof(user=user, at=timezone.now())

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: Any = None
    ) -> Any:
        """Log-in letters may lead back to the page where the code is typed."""
        code_url = settings.SITE_URL + reverse("account_confirm_login_code")
        return super().render_mail(
            template_prefix, email, context | {"code_url": code_url}, headers
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Log-in letters leave through the outbox, at once, their codes never stored in clear."""
        kind = f"account.{template_prefix.rpartition('/')[2]}"
        with override(language_of_address(email) or get_language()):
            written = self.render_mail(template_prefix, email, {"email": email, **context})
        post_sealed(
            kind=kind,
            to=email,
            content={
                "subject": written.subject,
                "text": f"{written.body}\n",
                "secrets": [str(context[name]) for name in SECRETS if context.get(name)],
            },
            dedupe_key=f"{kind}:{uuid4()}",
            at=timezone.now(),
        )
