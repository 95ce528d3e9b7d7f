"""A second factor before the admin."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kit.middleware import Handler
from roles.backends import seat_rights


class SecondFactorMiddleware:
    """Who comes to the admin while their rights rest is led to adding a second factor.

    So are operators, who have no days of grace. Off where settings.OFFICERS_NEED_SECOND_FACTOR is
    false (the demo).
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.is_missing(request):
            words = _("Before the desk opens, add a second way to prove it is you.")
            messages.warning(request, words)
            return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)

    @staticmethod
    def is_missing(request: HttpRequest) -> bool:
        asked = settings.OFFICERS_NEED_SECOND_FACTOR and request.path.startswith(
            reverse("admin:index")
        )
        if not asked or not request.user.is_authenticated:
            return False
        if request.user.is_superuser:
            return not is_mfa_enabled(request.user)
        return seat_rights(request.user).rests
