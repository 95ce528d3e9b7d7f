"""Projects and hand-overs at the board's desk: shown here, changed by the same actions."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.admin import ReadOnly
from kit.admin.tools import Tool
from kit.forms import ToolForm
from members.admin.tools import ToolAdmin
from outbox.queries import local_day
from roles.actions import handover, projects
from roles.actions.projects import ProjectRefused
from roles.forms.projects import OutcomeForm
from roles.models import HandoverLine, Project

CHANGE = "roles.change_project"


class EndForm(OutcomeForm):
    """The end of a project, as an object tool asks for it."""

    def __init__(self, data: Any = None, *, obj: Project) -> None:
        super().__init__(data, initial={"outcome": obj.outcome})


@admin.register(Project)
class ProjectAdmin(ReadOnly, ToolAdmin):
    """Projects; begun and worked on at their own pages, ended and opened again here, too."""

    list_display = ("title", "lead", "state", "starts_on", "ends_on", "ended_on")
    list_filter = ("state",)
    list_select_related = ("lead",)
    search_fields = ("title", "goal", "lead__sort_name")
    refusals = (ProjectRefused,)
    tools = {
        "end": Tool(gettext_lazy("End the project"), EndForm, "act_end", CHANGE),
        "reopen": Tool(gettext_lazy("Open again"), ToolForm, "act_reopen", CHANGE),
    }

    def view_on_site(self, obj: Project) -> str:
        """The page where it is worked on."""
        return obj.get_absolute_url()

    def act_end(self, project: Project, data: dict, *, by: Any, at: datetime) -> str:
        done = data["done"] == "yes"
        projects.end(
            project=project, outcome=data["outcome"], done=done, today=local_day(at), by=by, at=at
        )
        return _("The project has ended.")

    def act_reopen(self, project: Project, data: dict, *, by: Any, at: datetime) -> str:
        projects.reopen(project=project, by=by, at=at)
        return _("The project is open again.")


@admin.register(HandoverLine)
class HandoverLineAdmin(ReadOnly, ToolAdmin):
    """What goes from holder to holder; written at the seat's own page, closed here, too."""

    list_display = ("title", "seat", "kind", "month", "due_on", "holder", "checked_on", "closed_at")
    list_filter = ("kind", "seat__role")
    list_select_related = ("seat__role", "holder")
    search_fields = ("title", "detail", "seat__role__title")
    tools = {
        "checked": Tool(gettext_lazy("Checked today"), ToolForm, "act_checked", "roles.appoint"),
        "close": Tool(gettext_lazy("Done"), ToolForm, "act_close", "roles.appoint"),
        "reopen": Tool(gettext_lazy("Open again"), ToolForm, "act_reopen", "roles.appoint"),
    }

    def act_checked(self, line: HandoverLine, data: dict, *, by: Any, at: datetime) -> str:
        handover.checked(line=line, today=local_day(at), by=by, at=at)
        return _("Noted.")

    def act_close(self, line: HandoverLine, data: dict, *, by: Any, at: datetime) -> str:
        handover.close(line=line, by=by, at=at)
        return _("Closed.")

    def act_reopen(self, line: HandoverLine, data: dict, *, by: Any, at: datetime) -> str:
        handover.reopen(line=line, by=by, at=at)
        return _("Open again.")
