"""The admin's base: our own site, and a ModelAdmin that shows more than it lets change."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest


class ModelAdmin(admin.ModelAdmin):
    """Base of our admins.

    `action_fields` are owned by actions: shown, never edited in a form. Rows are not deleted here
    unless a subclass says so; lists count without a second full scan.
    """

    action_fields: tuple[str, ...] = ()
    show_full_result_count = False
    list_per_page = 50

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        own = super().get_readonly_fields(request, obj)
        return (*own, *(name for name in self.action_fields if name not in own))

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
