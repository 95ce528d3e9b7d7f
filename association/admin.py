"""The board's admin: Django's own, behind the project's log-in."""

import re
from functools import wraps
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import TO_FIELD_VAR
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from association.queries import todo
from outbox.queries import local_day
from roles.queries import seats_on

ROW = re.compile(r"[0-9]{1,18}")


class AssociationAdminSite(AdminSite):
    """Opens for those whose seat grants `members.enter_admin`; one log-in page for all."""

    site_header = _("The board's desk")
    site_title = _("The board's desk")
    index_title = _("What needs an officer")
    enable_nav_sidebar = True

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> TemplateResponse:
        """The desk, with what needs an officer today above the tables."""
        at = timezone.now()
        today = local_day(at)
        seats = seats_on(today)
        lines = todo.todo(request.user, head=todo.letterhead(at), seats=seats, at=at)
        return super().index(request, {"todo": lines, **(extra_context or {})})

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Django's guard of every page, before which nothing gets that no page of ours sends."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not _from_a_page(request):
                raise SuspiciousOperation
            return guarded(request, *args, **kwargs)

        return door

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_staff

    @method_decorator(secure_admin_login)
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """To the project's log-in; 403 for a log-in whose seat does not open the desk."""
        return super().login(request, extra_context)


def _from_a_page(request: HttpRequest) -> bool:
    """Whether the ticked rows are numbers and the column of a row, where one is named, has a name:
    Django would look for both as they come."""
    ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
    columns = (request.GET.get(TO_FIELD_VAR), request.POST.get(TO_FIELD_VAR))
    return "" not in columns and all(ROW.fullmatch(one) for one in ticked)
