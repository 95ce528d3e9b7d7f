"""Applications and promises at the desk: read, and settled by the same actions as outside."""

from datetime import datetime

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.admin import ReadOnly
from kit.admin.tools import Tool
from kit.forms import ToolForm
from members.actions import applications
from members.actions.memberships import NotPossible
from members.admin.tools import ToolAdmin
from members.forms.joining import DeclineTool, WaiveTool
from members.models import Application, Person, WelcomePromise

DECIDE = "members.change_application"


@admin.register(Application)
class ApplicationAdmin(ReadOnly, ToolAdmin):
    """Who asked to join, in their own words."""

    list_display = ("name", "email", "plan", "state", "applied_on", "decided_by")
    list_select_related = ("plan", "decided_by")
    list_filter = ("state", "plan")
    search_fields = ("search_text__contains",)
    date_hierarchy = "asked_at"
    refusals = (NotPossible,)
    tools = {
        "approve": Tool(gettext_lazy("Approve"), ToolForm, "act_approve", DECIDE),
        "decline": Tool(gettext_lazy("Decline"), DeclineTool, "act_decline", DECIDE),
        "reopen": Tool(gettext_lazy("Undo the decision"), ToolForm, "act_reopen", DECIDE),
        "withdraw": Tool(gettext_lazy("Close the application"), ToolForm, "act_withdraw", DECIDE),
        "waive": Tool(
            gettext_lazy("Nothing to pay"), WaiveTool, "act_waive", "members.add_membership"
        ),
    }

    def act_approve(self, row: Application, data: dict, *, by: Person | None, at: datetime) -> str:
        applications.approve(application=row, by=by, at=at)
        return _("%(name)s is approved.") % {"name": row.name}

    def act_decline(self, row: Application, data: dict, *, by: Person | None, at: datetime) -> str:
        applications.decline(application=row, reason=data["reason"], by=by, at=at)
        return _("%(name)s is declined.") % {"name": row.name}

    def act_reopen(self, row: Application, data: dict, *, by: Person | None, at: datetime) -> str:
        applications.reopen(application=row, by=by, at=at)
        return _("%(name)s waits for a decision.") % {"name": row.name}

    def act_withdraw(self, row: Application, data: dict, *, by: Person | None, at: datetime) -> str:
        applications.withdraw(application=row, by=by, at=at)
        return _("The application of %(name)s is closed.") % {"name": row.name}

    def act_waive(self, row: Application, data: dict, *, by: Person | None, at: datetime) -> str:
        applications.waive(application=row, reason=data["reason"], by=by, at=at)
        return _("The membership of %(name)s has begun.") % {"name": row.name}


@admin.register(WelcomePromise)
class WelcomePromiseAdmin(ReadOnly):
    """What newcomers are promised; settled on the newcomers' board."""

    list_display = ("person", "kind", "owner", "due_on", "state", "settled_at")
    list_select_related = ("person", "owner")
    list_filter = ("state", "kind")
    search_fields = ("person__sort_name__contains",)
