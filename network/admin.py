"""What the board's desk shows of the network: who was asked for what, and rounds in numbers.

Ties, notes, proposals and tables are in no list of the desk; neither is who is never to be asked.
No number of the rounds is told below five.
"""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.admin import ReadOnly
from kit.admin.tools import Tool
from kit.forms import ToolForm
from members.admin.tools import ToolAdmin
from network.actions import asks, openings
from network.actions.asks import AskRefused
from network.forms import AnswerForm
from network.models import Ask, CoffeeRound, Opening
from network.queries.asks import may_fill
from network.queries.rounds import FEWEST

VIEW = "network.view_ask"


class AnswerToolForm(AnswerForm):
    """The answer, as an object tool asks for it."""

    def __init__(self, data: Any = None, *, obj: Ask) -> None:
        super().__init__(data)


@admin.register(Ask)
class AskAdmin(ReadOnly, ToolAdmin):
    """From the name picked to the answer; names are picked at `/board/asks/`, beside the reasons.

    The tools are for who may fill what the ask is about.
    """

    list_display = ("person", "what", "state", "asker", "picked_by", "picked_at", "answered_at")
    list_filter = ("state", "role", "picked_at")
    list_select_related = (
        "person", "asker", "picked_by", "seat__role", "duty__role", "duty__meeting", "project",
    )  # fmt: skip
    search_fields = ("person__sort_name", "role__title", "project__title")
    ordering = ("-picked_at", "-id")
    refusals = (AskRefused,)
    tools = {
        "asked": Tool(gettext_lazy("They have been asked"), ToolForm, "act_asked", VIEW),
        "answer": Tool(gettext_lazy("Note the answer"), AnswerToolForm, "act_answer", VIEW),
        "fill": Tool(gettext_lazy("Give it to them"), ToolForm, "act_fill", VIEW),
        "withdraw": Tool(gettext_lazy("Call off"), ToolForm, "act_withdraw", VIEW),
    }

    def tool(self, request: HttpRequest, pk: int, tool: Tool) -> HttpResponse:
        """The tool's page, refused to who may not fill the post."""
        if not may_fill(get_object_or_404(Ask, pk=pk), request.user):
            raise PermissionDenied
        return super().tool(request, pk, tool)

    def act_asked(self, ask: Ask, data: dict, *, by: Any, at: datetime) -> str:
        asks.tell_asked(ask=ask, by=by, at=at)
        return _("Noted. Tell the answer when you have it.")

    def act_answer(self, ask: Ask, data: dict, *, by: Any, at: datetime) -> str:
        asks.answer(ask=ask, by=by, at=at, **data)
        return _("Noted. Thank you for asking.")

    def act_fill(self, ask: Ask, data: dict, *, by: Any, at: datetime) -> str:
        asks.fill(ask=ask, by=by, at=at)
        return _("%(name)s is down for it.") % {"name": ask.person.name}

    def act_withdraw(self, ask: Ask, data: dict, *, by: Any, at: datetime) -> str:
        asks.withdraw(ask=ask, by=by, at=at)
        return _("Called off.")


@admin.register(Opening)
class OpeningAdmin(ReadOnly, ToolAdmin):
    """Jobs members tell of. Who asks for an introduction is in no list of the desk."""

    list_display = ("title", "employer", "place", "poster", "made_at", "ends_on", "closed_at")
    list_filter = ("made_at", "ends_on")
    list_select_related = ("poster",)
    search_fields = ("title", "employer", "place", "poster__sort_name")
    tools = {
        "close": Tool(gettext_lazy("Take down"), ToolForm, "act_close", "network.view_opening")
    }

    def act_close(self, row: Opening, data: dict, *, by: Any, at: datetime) -> str:
        openings.close(opening=row, at=at)
        return _("Taken down.")


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
