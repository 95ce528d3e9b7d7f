"""What the board's desk shows of the network: who was asked for what, and rounds in numbers.

Ties, notes, proposals and tables are in no list of the desk; neither is who is never to be asked.
No number of the rounds is told below five.
"""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.admin import ReadOnly
from members.admin.tools import ToolAdmin
from network.models import Ask, CoffeeRound
from network.queries.rounds import FEWEST


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


@admin.register(CoffeeRound)
class CoffeeRoundAdmin(ReadOnly):
    """One week's round: how many sat at tables, and how many said that they met."""

    list_display = ("day", "made_at", "people", "met")
    date_hierarchy = "day"
    fields = ("day", "made_at", "people", "met")
    readonly_fields = ("people", "met")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CoffeeRound]:
        """With both counts."""
        seats = "pairings__seats"
        said = Q(**{f"{seats}__met": True})
        counts = {"people_": Count(seats), "met_": Count(seats, filter=said)}
        return super().get_queryset(request).annotate(**counts)

    @admin.display(description=gettext_lazy("people at tables"))
    def people(self, row: Any) -> str:
        """Everybody who was seated."""
        return _told(row.people_)

    @admin.display(description=gettext_lazy("said that they met"))
    def met(self, row: Any) -> str:
        """Everybody who said so."""
        return _told(row.met_)


def _told(count: int) -> str:
    return str(count) if count >= FEWEST else _("fewer than five")
