"""Roles, seats and terms at the board's desk. Terms change through the seats' object tools only."""

from datetime import timedelta
from typing import Any, Protocol

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.admin import ReadOnly
from kit.admin.lookups import ChangeList
from kit.admin.tools import Links
from members.admin.tools import ToolAdmin
from members.queries import of_user
from members.recent import must_be_recent
from outbox.queries import local_day
from roles import rules
from roles.actions import posts, terms
from roles.actions.errors import TermRefused
from roles.forms import AppointForm, EndEarlyForm, HoldOverForm, RightsForm, SeatForm
from roles.models import Role, Seat, Term
from roles.queries import SeatView, may_appoint, seats_on
from roles.queries.rights import groups_within

ONE_DAY = timedelta(days=1)


class TermInline(admin.TabularInline):
    """Who sat here and when; read-only."""

    model = Term
    extra = 0
    can_delete = False
    fields = readonly_fields = ("person", "kind", "period", "appointed_by", "via", "end_reason")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Role)
class RoleAdmin(ToolAdmin):
    """Posts: what they are for. Their rights are changed by an object tool."""

    list_display = ["title", "body", "size", "term_months", "term_limit", "position"]
    list_filter = ["body", "size"]
    search_fields = ["title", "purpose", "duties"]
    action_fields = ("groups",)
    refusals = (TermRefused,)

    def get_urls(self) -> list[URLPattern]:
        return [
            self.tool_url("rights", self.rights_view, "rights"),
            self.tool_url("add-seat", self.add_seat_view, "add_seat"),
            *super().get_urls(),
        ]

    def further_links(self, request: HttpRequest, object_id: str) -> Links:
        """A seat more; and the rights, for who may fill seats."""
        links: Links = [("../add-seat/", _("Add a seat"))]
        return [*links, ("../rights/", _("Rights"))] if _appoints(request) else links

    def save_model(self, request: HttpRequest, obj: Role, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change and obj.size == Role.Size.TERM:
            posts.add_seat(role=obj, by=of_user(request.user), at=timezone.now())

    def rights_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Choose the groups a role grants."""
        role = get_object_or_404(Role, pk=pk)
        if not may_appoint(request.user, role):
            raise PermissionDenied
        must_be_recent(request)
        form = RightsForm(
            request.POST or None,
            offered=groups_within(request.user),
            initial={"groups": role.groups.all()},
        )

        def act(data: dict) -> str:
            at = timezone.now()
            posts.set_rights(
                role=role, groups=data["groups"], today=local_day(at),
                by=of_user(request.user), at=at,
            )  # fmt: skip
            return _("The rights of %(role)s are changed.") % {"role": role}

        return self.show(request, role, form, _("Rights of %(role)s") % {"role": role}, act)

    def add_seat_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add a vacant seat."""
        role = get_object_or_404(Role, pk=pk)
        if not self.has_change_permission(request, role):
            raise PermissionDenied

        def act(data: dict) -> str:
            seat = posts.add_seat(role=role, by=of_user(request.user), at=timezone.now())
            return _("%(seat)s is a new seat, still vacant.") % {"seat": seat}

        form = forms.Form(request.POST if request.method == "POST" else None)
        return self.show(request, role, form, _("Add a seat to %(role)s") % {"role": role}, act)


class ListedSeat(Protocol):
    """A row of the list: the seat, and how it stands today (None once abolished)."""

    today: SeatView | None


class SeatList(ChangeList):
    """Every row with how the seat stands today, in the queries of one look at all seats."""

    def get_results(self, request: HttpRequest) -> None:
        """The rows of the page, each with `today`."""
        super().get_results(request)
        views = {view.seat.pk: view for view in seats_on(local_day(timezone.now()))}
        for seat in self.result_list:
            seat.today = views.get(seat.pk)


@admin.register(Seat)
class SeatAdmin(ToolAdmin):
    """Chairs, with who sits in them today."""

    list_display = ["__str__", "body", "state", "holder", "last_day"]
    list_filter = ["role__body"]
    search_fields = ["role__title"]
    list_select_related = ["role"]
    form = SeatForm
    action_fields = ("role", "number")
    refusals = (TermRefused,)
    inlines = [TermInline]

    def get_urls(self) -> list[URLPattern]:
        return [
            self.tool_url("appoint", self.appoint_view, "appoint"),
            self.tool_url("end", self.end_view, "end"),
            self.tool_url("hold-over", self.hold_over_view, "hold_over"),
            *super().get_urls(),
        ]

    def further_links(self, request: HttpRequest, object_id: str) -> Links:
        """Who sits here, and how long."""
        links = [
            ("../appoint/", _("Appoint")),
            ("../hold-over/", _("Hold over")),
            ("../end/", _("End early")),
        ]
        return links if _appoints(request) else []

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return SeatList

    @admin.display(description=gettext_lazy("body"))
    def body(self, seat: Seat) -> str:
        return seat.role.get_body_display()

    @admin.display(description=gettext_lazy("today"))
    def state(self, seat: "ListedSeat") -> str:
        words = {"held": _("held"), "vacant": _("vacant"), "holdover": _("holding over")}
        return words[seat.today.state] if seat.today else _("abolished")

    @admin.display(description=gettext_lazy("holder"))
    def holder(self, seat: "ListedSeat") -> str:
        return seat.today.term.person.name if seat.today and seat.today.term else ""

    @admin.display(description=gettext_lazy("last day"))
    def last_day(self, seat: "ListedSeat") -> Any:
        return seat.today.last_day if seat.today else None

    def appoint_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put somebody into the seat."""
        seat, at = self._seat(request, pk), timezone.now()
        form = AppointForm(request.POST or None, seat=seat, today=local_day(at))

        def act(data: dict) -> str:
            terms.appoint(
                seat=seat, person=data["person"], period=data["period"], kind=data["kind"],
                by=of_user(request.user), at=at, via="" if of_user(request.user) else "operator",
                beyond_limit=data["beyond_limit"],
            )  # fmt: skip
            return _("%(name)s is in the seat.") % {"name": data["person"].name}

        return self.show(request, seat, form, _("Appoint to %(seat)s") % {"seat": seat}, act)

    def end_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End the running term before its time."""
        seat, at = self._seat(request, pk), timezone.now()
        form = EndEarlyForm(request.POST or None)

        def act(data: dict) -> str:
            term = self._held(seat, at)
            terms.end_early(
                term=term, ends_on=data["last_day"] + ONE_DAY, reason=data["reason"],
                by=of_user(request.user), at=at,
            )  # fmt: skip
            return _("The term of %(name)s is shortened.") % {"name": term.person.name}

        return self.show(request, seat, form, _("End the term in %(seat)s") % {"seat": seat}, act)

    def hold_over_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the holder on after the term."""
        seat, at = self._seat(request, pk), timezone.now()
        form = HoldOverForm(request.POST or None)

        def act(data: dict) -> str:
            by = of_user(request.user)
            term = terms.hold_over(
                term=self._held(seat, at), until=data["last_day"] + ONE_DAY,
                by=by, at=at, via="" if by else "operator",
            )  # fmt: skip
            return _("%(name)s stays on for a while.") % {"name": term.person.name}

        return self.show(request, seat, form, _("Hold over in %(seat)s") % {"seat": seat}, act)

    def _seat(self, request: HttpRequest, pk: int) -> Seat:
        seat = get_object_or_404(Seat.objects.select_related("role"), pk=pk)
        if not may_appoint(request.user, seat.role):
            raise PermissionDenied
        must_be_recent(request)
        return seat

    def _held(self, seat: Seat, at: Any) -> Term:
        view = next(view for view in seats_on(local_day(at)) if view.seat.pk == seat.pk)
        if view.term is None:
            raise TermRefused(_("Nobody sits there today."))
        return view.term


@admin.register(Term)
class TermAdmin(ReadOnly):
    """The record of all terms; read-only."""

    list_display = ["person", "seat", "kind", "period", "appointed_by", "via"]
    list_filter = ["kind", "seat__role__body"]
    search_fields = ["person__sort_name", "seat__role__title"]
    list_select_related = ["person", "seat__role", "appointed_by"]


def _appoints(request: HttpRequest) -> bool:
    return request.user.has_perm(rules.APPOINT)
