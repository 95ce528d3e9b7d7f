"""Log-ins: an operator may open or close one. Rights come from seats, never from here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from kit.admin import ModelAdmin
from members.models import User
from members.recent import must_be_recent


@admin.register(User)
class UserAdmin(ModelAdmin):
    """Who can log in; only a superuser sees it."""

    list_display = ("email", "is_active", "last_login", "date_joined")
    list_filter = ("is_active",)
    search_fields = ("email",)
    fields = ("email", "is_active", "last_login", "date_joined")
    readonly_fields = ("email", "last_login", "date_joined")

    def change_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, after a recent proof of who sits there."""
        must_be_recent(request)
        return super().change_view(request, *args, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
