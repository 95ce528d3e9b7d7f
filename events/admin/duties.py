"""Jobs at meetings at the organizers' desk: planned, given to somebody, given back."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.actions import duties
from events.admin.tools import Tool, ToolAdmin
from events.models import Duty, DutyAsk, DutySignup, SeriesDuty
from kit.admin import ReadOnly
from kit.admin.lookups import Picker
from kit.forms import ToolForm
from members.models import Person


class WantedForm(ToolForm):
    """How many hands the job needs."""

    wanted = forms.IntegerField(label=gettext_lazy("How many"), min_value=0, max_value=50)
    always = forms.BooleanField(
        label=gettext_lazy("At every coming meeting of this series, too"), required=False
    )


class GiveForm(ToolForm):
    """Who does it."""

    person = forms.ModelChoiceField(
        Person.objects.filter(merged_into=None), label=gettext_lazy("Person")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["person"]
        people.widget = Picker(DutySignup._meta.get_field("person"), admin.site)
        people.widget.choices = people.choices


@admin.register(Duty)
class DutyAdmin(ToolAdmin):
    """Jobs at meetings with how many hands they have."""

    list_display = ("role", "meeting", "day", "wanted", "taken")
    list_filter = ("role",)
    list_select_related = ("role", "meeting")
    search_fields = ("role__title", "meeting__title", "meeting__topic")
    ordering = ("-meeting__starts_at", "id")
    action_fields = ("meeting", "role", "wanted")
    tools = {
        "plan": Tool(gettext_lazy("How many hands"), WantedForm, "act_plan"),
        "give": Tool(gettext_lazy("Give it to somebody"), GiveForm, "act_give"),
    }

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        serving = Count("signups", filter=Q(signups__state__in=DutySignup.SERVING))
        return super().get_queryset(request).annotate(taken_=serving)

    @admin.display(description=gettext_lazy("day"), ordering="meeting__starts_at")
    def day(self, duty: Duty) -> Any:
        return duty.meeting.starts_at

    @admin.display(description=gettext_lazy("taken"))
    def taken(self, duty: Any) -> int:
        return duty.taken_

    def act_plan(self, duty: Duty, data: dict, *, by: Any, at: datetime) -> str:
        duties.plan(meeting=duty.meeting, role=duty.role, by=by, at=at, **data)
        return _("The jobs are planned.")

    def act_give(self, duty: Duty, data: dict, *, by: Any, at: datetime) -> str:
        duties.take(duty=duty, person=data["person"], by=by, at=at)
        return _("%(name)s does it.") % {"name": data["person"].name}


@admin.register(DutySignup)
class DutySignupAdmin(ReadOnly, ToolAdmin):
    """Who has taken which job; giving back and confirming are object tools."""

    list_display = ("person", "duty", "state", "partner", "taken_at", "confirmed_at", "left_at")
    list_filter = ("state", "duty__role")
    list_select_related = ("person", "partner", "duty__role", "duty__meeting")
    search_fields = ("person__sort_name", "duty__role__title", "duty__meeting__title")
    tools = {
        "confirm": Tool(gettext_lazy("Will be there"), ToolForm, "act_confirm"),
        "cannot": Tool(gettext_lazy("Cannot make it"), ToolForm, "act_cannot"),
    }

    def act_confirm(self, signup: DutySignup, data: dict, *, by: Any, at: datetime) -> str:
        duties.confirm(signup=signup, by=by, at=at)
        return _("Confirmed.")

    def act_cannot(self, signup: DutySignup, data: dict, *, by: Any, at: datetime) -> str:
        duties.leave(signup=signup, by=by, at=at)
        return _("Others are asked now.")


@admin.register(DutyAsk)
class DutyAskAdmin(ReadOnly):
    """Who was asked to step in, for whom, and what came of it."""

    list_display = ("person", "duty", "instead_of", "state", "asked_at", "answered_at")
    list_filter = ("state", "signup__duty__role")
    list_select_related = (
        "person",
        "signup__person",
        "signup__duty__role",
        "signup__duty__meeting",
    )
    date_hierarchy = "asked_at"
    search_fields = ("person__sort_name__contains", "signup__duty__meeting__slug__startswith")

    @admin.display(description=gettext_lazy("job"))
    def duty(self, ask: DutyAsk) -> Duty:
        """The job that stands empty."""
        return ask.signup.duty

    @admin.display(description=gettext_lazy("in place of"))
    def instead_of(self, ask: DutyAsk) -> Person:
        """Who cannot make it."""
        return ask.signup.person


@admin.register(SeriesDuty)
class SeriesDutyAdmin(ReadOnly):
    """The jobs that each meeting of a series brings along; changed at a job, for always."""

    list_display = ("role", "series", "wanted")
    list_filter = ("role",)
    list_select_related = ("role", "series")
    search_fields = ("series__name", "role__title")
