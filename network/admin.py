"""Who was asked for what, at the board's desk: looked at there, done at its own pages.

Ties, notes, proposals and tables are in no list of the desk; neither is who is never to be asked.
"""

from django.contrib import admin

from kit.admin import ReadOnly
from members.admin.tools import ToolAdmin
from network.models import Ask


@admin.register(Ask)
class AskAdmin(ReadOnly, ToolAdmin):
    """From the name picked to the answer."""

    list_display = ("person", "what", "state", "asker", "picked_by", "picked_at", "answered_at")
    list_filter = ("state", "role", "picked_at")
    list_select_related = (
        "person", "asker", "picked_by", "seat__role", "duty__role", "duty__meeting", "project",
    )  # fmt: skip
    search_fields = ("person__sort_name", "role__title", "project__title")
    ordering = ("-picked_at", "-id")
