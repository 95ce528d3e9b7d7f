"""The board's admin: Django's own, behind the project's log-in."""

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AssociationAdminSite(AdminSite):
    """Opens for those whose seat grants `members.enter_admin`; one log-in page for all."""

    site_header = _("The board's desk")
    site_title = _("The board's desk")
    index_title = _("What needs an officer")
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_staff


AssociationAdminSite.login = secure_admin_login(AssociationAdminSite.login)
