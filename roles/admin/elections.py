"""Elections at the board's desk: shown here, run at their own pages. Voters and ballots are not."""

from django.contrib import admin

from kit.admin import ReadOnly
from members.admin.tools import ToolAdmin
from roles.models import Election, Nomination


@admin.register(Election)
class ElectionAdmin(ReadOnly, ToolAdmin):
    """Elections, from the first nomination to the terms."""

    list_display = ("title", "state", "method", "starts_on", "closes_at", "ballots", "appointed_at")
    list_filter = ("state",)
    search_fields = ("title",)

    def view_on_site(self, obj: Election) -> str:
        """The page where it is run."""
        return obj.get_absolute_url()


@admin.register(Nomination)
class NominationAdmin(ReadOnly, ToolAdmin):
    """Who was put forward for what, and the votes."""

    list_display = ("person", "role", "election", "state", "nominated_by", "votes")
    list_filter = ("state", "role")
    list_select_related = ("person", "role", "election", "nominated_by")
    search_fields = ("person__sort_name", "election__title", "role__title")
