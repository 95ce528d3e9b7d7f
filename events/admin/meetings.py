"""Meetings at the organizers' desk."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.actions import line_up, meetings, rsvp
from events.admin.forms import (
    AnswerForm,
    CancelForm,
    CapacityForm,
    MeetingForm,
    MoveForm,
    of_the_wall,
)
from events.admin.tools import Tool, ToolAdmin
from events.models import Meeting, Rsvp, Seating, Speaking, Talk
from kit.clock import zone_name
from kit.forms import ToolForm
from kit.text import fold
from members.models import Person
from members.queries import of_user

# url name, right, title
PAGES = (
    ("door", "events.run_meeting", gettext_lazy("Door")),
    ("attendance-csv", "events.export_attendance", gettext_lazy("Attendance as CSV")),
    ("attendance-xlsx", "events.export_attendance", gettext_lazy("Attendance as XLSX")),
)


class TalkInline(admin.StackedInline):
    """Talks of the meeting."""

    model = Talk
    extra = 0
    fields = ("title", "abstract", "slides_url", "credit_minutes", "credit_kind", "position")


class SpeakingInline(admin.TabularInline):
    """Names on the programme; the printed name is always kept."""

    model = Speaking
    extra = 0
    fields = ("printed_name", "affiliation", "person", "talk", "state", "position")
    autocomplete_fields = ("person",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kw: Any) -> Any:
        """Only talks of this meeting."""
        if db_field.name == "talk":
            pk = request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
            kw["queryset"] = Talk.objects.filter(meeting=pk)
        return super().formfield_for_foreignkey(db_field, request, **kw)


class SeatingInline(admin.TabularInline):
    """Seats, read-only: their number is set by an object tool."""

    model = Seating
    extra = 0
    can_delete = False
    fields = readonly_fields = ("mode", "capacity", "taken", "last_wait")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Meeting)
class MeetingAdmin(ToolAdmin):
    """Meetings: words are typed here, everything that others are told of is an object tool."""

    form = MeetingForm
    list_display = ("name", "starts", "series", "state", "seats")
    list_select_related = ("series",)
    list_filter = ("state", "visibility", "series__kind", "series")
    date_hierarchy = "starts_at"
    search_fields = ("search_text",)
    search_help_text = gettext_lazy("Topic, speaker or place")
    autocomplete_fields = ("series", "contact")
    action_fields = (
        "slug", "state", "published_at", "cancelled_at", "cancel_reason", "closed_at", "starts",
        "ends", "timezone", "time_assumed", "venue", "online_url", "sequence",
    )  # fmt: skip
    inlines = (SeatingInline, TalkInline, SpeakingInline)
    view_on_site = True
    tools = {
        "publish": Tool(gettext_lazy("Publish"), ToolForm, "act_publish"),
        "move": Tool(gettext_lazy("Move"), MoveForm, "act_move"),
        "cancel": Tool(gettext_lazy("Cancel with notice"), CancelForm, "act_cancel"),
        "capacity": Tool(gettext_lazy("Set the seats"), CapacityForm, "act_capacity"),
        "answer": Tool(gettext_lazy("Add an answer"), AnswerForm, "act_answer"),
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        return super().get_queryset(request).prefetch_related("seatings")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """All words must be found."""
        for word in fold(search_term).split()[:6]:
            queryset = queryset.filter(search_text__contains=word)
        return queryset, False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new meeting asks for its start; an existing one shows what the tools own."""
        words = ("title", "topic", "summary", "number", "contact")
        limits = ("visibility", "guest_limit", "answers_local", "credits_minutes", "credit_kind")
        if obj is None:
            return [(None, {"fields": ("series", "starts", *words, *limits)})]
        owned = ("series", *self.action_fields)
        return [(None, {"fields": (*words, *limits)}), (_("By object tools"), {"fields": owned})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("series", *self.action_fields)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return () if obj is None else self.inlines

    def save_model(self, request: HttpRequest, obj: Meeting, form: Any, change: bool) -> None:
        """Through the actions: `create` for a new one, `edit` for what was changed."""
        by, at, data = of_user(request.user), timezone.now(), dict(form.cleaned_data)
        changed = {name: data[name] for name in form.changed_data if name in meetings.EDITABLE}
        zone = obj.timezone if change else data["series"].timezone
        if "answers_local" in form.changed_data:
            changed["answers_until"] = of_the_wall(data["answers_local"], zone)
        if change:
            meetings.edit(meeting=Meeting.objects.get(pk=obj.pk), by=by, at=at, **changed)
            return
        fields = {name: value for name, value in changed.items() if value not in ("", None)}
        made = meetings.create(
            series=data["series"], starts_local=data["starts"], by=by, at=at, fields=fields
        )
        obj.pk = made.pk
        obj.refresh_from_db()

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Talks and speakers through the actions; seats have an object tool."""
        gone = [row.instance for row in formset.deleted_forms if row.instance.pk]
        kept = [
            row.save(commit=False)
            for row in formset.forms
            if row.has_changed() and row not in formset.deleted_forms
        ]
        formset.new_objects = formset.changed_objects = formset.deleted_objects = []
        line_up.write(
            meeting=form.instance, rows=kept, gone=gone, by=of_user(request.user),
            at=timezone.now(),
        )  # fmt: skip

    def further_links(self, request: HttpRequest, object_id: str) -> list[tuple[str, Any]]:
        """The door and the attendance as files."""
        if not object_id.isdecimal() or len(object_id) > 18:
            return []
        slug = Meeting.objects.filter(pk=object_id).values_list("slug", flat=True).first()
        return [
            (reverse(name, args=[slug]), title)
            for name, right, title in PAGES
            if slug and request.user.has_perm(right)
        ]

    @admin.display(description=gettext_lazy("meeting"), ordering="title")
    def name(self, meeting: Meeting) -> str:
        return meeting.topic or meeting.title

    @admin.display(description=gettext_lazy("starts"), ordering="starts_at")
    def starts(self, meeting: Meeting) -> str:
        return wall_words(meeting.starts_at, meeting.timezone)

    @admin.display(description=gettext_lazy("ends"))
    def ends(self, meeting: Meeting) -> str:
        return wall_words(meeting.ends_at, meeting.timezone)

    @admin.display(description=gettext_lazy("seats taken"))
    def seats(self, meeting: Meeting) -> str:
        return " · ".join(str(row) for row in meeting.seatings.all())

    def act_publish(self, meeting: Meeting, data: dict, *, by: Any, at: datetime) -> str:
        done = meetings.publish(meeting=meeting, by=by, at=at)
        return (
            _("Published. Invitations go out when they are due.") if done else _("It was already.")
        )

    def act_move(self, meeting: Meeting, data: dict, *, by: Any, at: datetime) -> str:
        to = {key: data[key] for key in ("starts_at", "ends_at", "venue", "online_url")}
        done = meetings.move(meeting=meeting, by=by, at=at, **to)
        return _("Moved. Everyone with a place is told.") if done else _("Nothing has changed.")

    def act_cancel(self, meeting: Meeting, data: dict, *, by: Any, at: datetime) -> str:
        done = meetings.cancel(meeting=meeting, reason=data["reason"], by=by, at=at)
        return _("Cancelled. Everyone with a place is told.") if done else _("It was already.")

    def act_capacity(self, meeting: Meeting, data: dict, *, by: Any, at: datetime) -> str:
        mode, capacity = data["mode"], data["capacity"]
        rsvp.set_capacity(meeting=meeting, mode=mode, capacity=capacity, by=by, at=at)
        return _("The seats are set. Who waited and fits has been moved up.")

    def act_answer(self, meeting: Meeting, data: dict, *, by: Any, at: datetime) -> str:
        person: Person = data["person"]
        outcome = rsvp.answer(
            meeting=meeting, person=person, answer=data["answer"], mode=data["mode"],
            guests=data["guests"], by=by, at=at, via="admin",
        )  # fmt: skip
        state = Rsvp.State(outcome.state).label
        return _("%(name)s: %(state)s.") % {"name": person.name, "state": state}


def wall_words(at: datetime, zone: str) -> str:
    """Day and time on the meeting's own clock."""
    there = at.astimezone(ZoneInfo(zone))
    return f"{date_format(there, 'DATETIME_FORMAT')} {zone_name(there)}"
