"""What the log-in page shows in the demo."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

LOGIN_PAGES = {"account_login", "account_request_login_code", "account_reauthenticate"}


def demo_logins(request: HttpRequest) -> dict[str, Any]:
    """`demo_logins`: one-tap log-ins as {label, email}; on the log-in page of the demo only."""
    match = request.resolver_match
    if not settings.DEMO or match is None or match.url_name not in LOGIN_PAGES:
        return {}
    labels = {
        "president": _("President"),
        "secretary": _("Secretary"),
        "treasurer": _("Treasurer"),
        "organizer": _("Organizer"),
        "membership": _("Membership chair"),
        "member": _("Member"),
        "newcomer": _("Newcomer"),
        "lapsed": _("Lapsed member"),
    }
    return {
        "demo_logins": [
            {"label": label, "email": f"{name}@demo.example"} for name, label in labels.items()
        ]
    }
