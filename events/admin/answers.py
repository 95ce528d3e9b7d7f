"""Answers, seats and attendance: shown here, written by actions alone."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.actions import rsvp
from events.admin.tools import Tool, ToolAdmin
from events.models import Attendance, Rsvp, Seating
from kit.admin import ReadOnly
from kit.forms import ToolForm


@admin.register(Rsvp)
class RsvpAdmin(ReadOnly, ToolAdmin):
    """Who said what; the tools take the same path as the member's own button."""

    list_display = (
        "person", "meeting", "state", "wait_number", "mode", "host", "answered_at", "via",
    )  # fmt: skip
    list_select_related = ("person", "meeting", "host")
    list_filter = ("state", "mode", "via")
    date_hierarchy = "answered_at"
    search_fields = ("person__sort_name__contains", "meeting__slug__startswith")
    tools = {
        "going": Tool(gettext_lazy("Is coming after all"), ToolForm, "act_going"),
        "cancel": Tool(gettext_lazy("Give the seat back"), ToolForm, "act_cancel"),
    }

    def act_going(self, row: Rsvp, data: dict, *, by: Any, at: datetime) -> str:
        outcome = rsvp.answer(
            meeting=row.meeting, person=row.person, answer="going", guests=None,
            by=by, at=at, via="admin",
        )  # fmt: skip
        return str(Rsvp.State(outcome.state).label)

    def act_cancel(self, row: Rsvp, data: dict, *, by: Any, at: datetime) -> str:
        rsvp.cancel(meeting=row.meeting, person=row.person, by=by, at=at, via="admin")
        return _("The seat is given back. Who was next has it now.")


@admin.register(Seating)
class SeatingAdmin(ReadOnly):
    """The counted seats."""

    list_display = ("meeting", "mode", "capacity", "taken", "last_wait")
    list_select_related = ("meeting",)
    list_filter = ("mode",)
    search_fields = ("meeting__slug",)


@admin.register(Attendance)
class AttendanceAdmin(ReadOnly):
    """What really happened; the door page writes it."""

    list_display = ("person", "meeting", "state", "arrived_at", "method", "host", "voided_at")
    list_select_related = ("person", "meeting", "host")
    list_filter = ("state", "method", "mode")
    date_hierarchy = "recorded_at"
    search_fields = ("person__sort_name__contains", "meeting__slug__startswith")
