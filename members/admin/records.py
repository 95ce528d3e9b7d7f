"""Who brought whom, letters held or skipped, erasures: found here, written by their own pages."""

from datetime import datetime

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.admin import ReadOnly
from kit.admin.tools import Tool
from kit.forms import ToolForm
from members.actions import holds, retention
from members.actions.memberships import NotPossible
from members.admin.tools import ToolAdmin
from members.models import ErasedPerson, LetterHold, LetterSkip, Person, Retention, Sponsor
from outbox.queries import local_day

OPEN = ("lifted_at", admin.EmptyFieldListFilter)


@admin.register(Sponsor)
class SponsorAdmin(ReadOnly):
    """Who brought whom, as officers wrote it down."""

    list_display = ("person", "sponsor", "named_at", "named_by")
    list_select_related = ("person", "sponsor", "named_by")
    search_fields = ("person__sort_name__contains", "sponsor__sort_name__contains")
    date_hierarchy = "named_at"


@admin.register(LetterHold)
class LetterHoldAdmin(ReadOnly, ToolAdmin):
    """To whom no renewal letter goes."""

    list_display = ("person", "until", "reason", "held_at", "held_by", "lifted_at")
    list_select_related = ("person", "held_by")
    list_filter = (OPEN,)
    search_fields = ("person__sort_name__contains", "reason")
    refusals = (NotPossible,)
    tools = {
        "lift": Tool(
            gettext_lazy("Let renewal letters go again"), ToolForm, "act_lift",
            "members.change_membership",
        ),
    }  # fmt: skip

    def act_lift(self, row: LetterHold, data: dict, *, by: Person | None, at: datetime) -> str:
        holds.lift(person=row.person, by=by, at=at)
        return _("Renewal letters go to {name} again.").format(name=row.person.name)


@admin.register(LetterSkip)
class LetterSkipAdmin(ReadOnly):
    """Single renewal letters that stay away."""

    list_display = (
        "membership__person", "membership__plan", "days", "skipped_at", "skipped_by",
    )  # fmt: skip
    list_select_related = ("membership__person", "membership__plan", "skipped_by")
    list_filter = ("days",)
    search_fields = ("membership__person__sort_name__contains",)


@admin.register(ErasedPerson)
class ErasedPersonAdmin(ReadOnly):
    """Who was erased, without a name; by whom and why."""

    list_display = ("person", "via", "reason", "erased_at", "erased_by")
    list_select_related = ("person", "erased_by")
    list_filter = ("via",)
    search_fields = ("reason",)
    date_hierarchy = "erased_at"


@admin.register(Retention)
class RetentionAdmin(ReadOnly, ToolAdmin):
    """Who was told that the term of keeping ends, and who stays."""

    list_display = ("person", "told_on", "due_on", "kept_on", "kept_by")
    list_select_related = ("person", "kept_by")
    list_filter = (("kept_on", admin.EmptyFieldListFilter),)
    search_fields = ("person__sort_name__contains",)
    date_hierarchy = "due_on"
    tools = {
        "keep": Tool(
            gettext_lazy("Keep on file for another term"), ToolForm, "act_keep",
            "members.change_person",
        ),
    }  # fmt: skip

    def act_keep(self, row: Retention, data: dict, *, by: Person | None, at: datetime) -> str:
        retention.keep(person=row.person, by=by, today=local_day(at))
        return _("{name} stays on file.").format(name=row.person.name)
