"""Bank statements, known payers, card payments: looked at here, worked with on the dues pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from kit.admin import ModelAdmin, ReadOnly
from members.models import Checkout, Payer, Statement


@admin.register(Statement)
class StatementAdmin(ReadOnly):
    """What came in from the bank."""

    list_display = ("filename", "state", "uploaded_at", "posted_at", "undone_at")
    list_filter = ("state",)
    search_fields = ("filename",)
    exclude = ("text",)


@admin.register(Payer)
class PayerAdmin(ModelAdmin):
    """Who pays for whom: remembered by the site, forgotten by hand."""

    list_display = ("name", "person", "learned_at")
    list_select_related = ("person",)
    search_fields = ("name", "person__sort_name__contains")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("members.add_payment")


@admin.register(Checkout)
class CheckoutAdmin(ReadOnly):
    """Visits to the card page."""

    list_display = ("asked_at", "person", "cents", "currency", "state", "note")
    list_select_related = ("person",)
    list_filter = ("state",)
    search_fields = ("session", "person__sort_name__contains")
