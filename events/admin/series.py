"""Series and venues."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from events.actions import occurrences, venues
from events.actions import series as series_actions
from events.admin.forms import CountForm, MergeVenueForm, SeriesForm
from events.admin.tools import Tool, ToolAdmin
from events.models import Occurrence, Series, SeriesLetters, Venue
from kit.admin import ReadOnly
from members.queries import of_user


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

    def save_model(self, request: HttpRequest, obj: Series, form: Any, change: bool) -> None:
        """Through the actions, as on the programme chairs' own page."""
        by, at, data = of_user(request.user), timezone.now(), form.cleaned_data
        values = {name: data[name] for name in series_actions.FIELDS if name in data}
        if change:
            series_actions.edit(series=Series.objects.get(pk=obj.pk), by=by, at=at, **values)
            return
        obj.pk = series_actions.create(by=by, at=at, **values).pk

    def act_draft_next(self, series: Series, data: dict, *, by: Any, at: datetime) -> str:
        made = occurrences.draft_next(series=series, by=by, at=at, count=data["count"])
        text = ngettext(
            "%(count)d draft made: %(days)s", "%(count)d drafts made: %(days)s", len(made)
        )
        return text % {"count": len(made), "days": ", ".join(m.slug[-10:] for m in made)}


@admin.register(Occurrence)
class OccurrenceAdmin(ReadOnly):
    """Days of a rule, and what became of each: drafted, moved, skipped, held."""

    list_display = ("on", "series", "meeting", "state", "starts_at")
    list_filter = ("series",)
    list_select_related = ("series", "meeting")
    date_hierarchy = "on"
    search_fields = ("series__name", "meeting__slug__startswith")

    @admin.display(description=gettext_lazy("state"), ordering="meeting__state")
    def state(self, day: Occurrence) -> str:
        """How the meeting of that day stands."""
        return day.meeting.get_state_display()

    @admin.display(description=gettext_lazy("starts"), ordering="meeting__starts_at")
    def starts_at(self, day: Occurrence) -> datetime:
        """When it takes place now, wherever the rule had put it."""
        return day.meeting.starts_at


@admin.register(SeriesLetters)
class SeriesLettersAdmin(ReadOnly):
    """When the letters of a series leave; changed on the series' own page, with its preview."""

    list_display = ("series", "invitation", "first", "last", "going", "soon", "words")
    list_select_related = ("series",)
    search_fields = ("series__name",)
