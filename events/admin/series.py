"""Series and venues."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy, ngettext

from events.actions import meetings, venues
from events.admin.forms import CountForm, MergeVenueForm, SeriesForm
from events.admin.tools import Tool, ToolAdmin
from events.models import Series, Venue


@admin.register(Venue)
class VenueAdmin(ToolAdmin):
    """Places; one written down twice becomes one by an object tool."""

    tools = {
        "merge": Tool(gettext_lazy("Merge into another place"), MergeVenueForm, "act_merge"),
    }

    def act_merge(self, venue: Venue, data: dict, *, by: Any, at: datetime) -> str:
        count = venues.merge(loser=venue, winner=data["winner"], by=by, at=at)
        return ngettext("%(n)d meeting is there now.", "%(n)d meetings are there now.", count) % {
            "n": count
        }

    list_display = ("name", "city", "address")
    list_filter = ("city",)
    search_fields = ("name", "city", "address")


@admin.register(Series)
class SeriesAdmin(ToolAdmin):
    """Rhythms of meetings; the next dates are drafted by an object tool."""

    form = SeriesForm
    list_display = ("name", "kind", "rule", "local_time", "timezone", "venue", "capacity")
    list_select_related = ("venue",)
    list_filter = ("kind",)
    search_fields = ("name",)
    autocomplete_fields = ("venue",)
    prepopulated_fields = {"slug": ("name",)}
    tools = {
        "draft-next": Tool(gettext_lazy("Draft the next dates"), CountForm, "act_draft_next"),
    }

    def act_draft_next(self, series: Series, data: dict, *, by: Any, at: datetime) -> str:
        made = meetings.draft_next(series=series, by=by, at=at, count=data["count"])
        text = ngettext(
            "%(count)d draft made: %(days)s", "%(count)d drafts made: %(days)s", len(made)
        )
        return text % {"count": len(made), "days": ", ".join(m.slug[-10:] for m in made)}
