"""The door's own records: acts of phones that had no network, and numbers on paper."""

from django.contrib import admin

from events.models import DoorEntry, SheetLine
from kit.admin import ReadOnly


@admin.register(DoorEntry)
class DoorEntryAdmin(ReadOnly):
    """What a phone sent, and what became of it: both sides where two phones disagreed."""

    list_display = ("person", "meeting", "act", "outcome", "made_at", "received_at", "received_by")
    list_select_related = ("person", "meeting", "received_by")
    list_filter = ("act", "outcome")
    date_hierarchy = "made_at"
    search_fields = ("person__sort_name__contains", "meeting__slug__startswith")


@admin.register(SheetLine)
class SheetLineAdmin(ReadOnly):
    """Who has which number on the sign-in sheet; the number never moves."""

    list_display = ("meeting", "number", "person")
    list_select_related = ("meeting", "person")
    search_fields = ("person__sort_name__contains", "meeting__slug__startswith")
