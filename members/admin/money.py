"""Plans, memberships and the ledger: money and periods change by actions only."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.admin import ModelAdmin
from kit.admin.tools import Tool
from members.actions import memberships
from members.actions.memberships import NotPossible
from members.admin.tools import ToolAdmin
from members.forms.desk import ReverseForm
from members.models import LadderStep, Membership, Payment, Plan
from members.rules import money


class ReadOnly(ModelAdmin):
    """Looked at, never typed in."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in self.opts.fields]


class LadderInline(admin.TabularInline):
    """A plan's own renewal letters; written on the page of the ladders."""

    model = LadderStep
    extra = 0
    can_delete = False
    fields = readonly_fields = ("days", "is_on")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Plan)
class PlanAdmin(ModelAdmin):
    """What a membership costs; running memberships keep the terms they began with."""

    list_display = (
        "name", "dues", "months", "year_starts", "first_year", "grace_days", "seats", "reduced",
        "honorary", "open_to_new",
    )  # fmt: skip
    list_filter = ("open_to_new", "honorary", "reduced")
    search_fields = ("name",)
    inlines = (LadderInline,)

    @admin.display(description=gettext_lazy("dues"))
    def dues(self, plan: Plan) -> str:
        return money(plan.dues_cents, plan.currency)


class PaymentInline(admin.TabularInline):
    """The ledger lines of one period."""

    model = Payment
    extra = 0
    can_delete = False
    fields = readonly_fields = ("cents", "currency", "method", "received_on", "reference")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Membership)
class MembershipAdmin(ReadOnly):
    """Periods."""

    list_display = (
        "person", "plan", "period", "basis", "recorded_on", "voided_on", "resigned_on",
    )  # fmt: skip
    list_select_related = ("person", "plan")
    list_filter = ("plan", "basis")
    search_fields = ("person__sort_name__contains",)
    inlines = (PaymentInline,)


@admin.register(Payment)
class PaymentAdmin(ReadOnly, ToolAdmin):
    """The ledger: a mistake is taken back by a reversing line."""

    list_display = ("received_on", "person", "amount", "method", "reference", "reverses")
    list_select_related = ("person", "reverses")
    list_filter = ("method",)
    date_hierarchy = "received_on"
    search_fields = ("reference", "person__sort_name__contains")
    refusals = (NotPossible,)
    tools = {
        "reverse": Tool(
            gettext_lazy("Take this payment back"), ReverseForm, "act_reverse",
            "members.add_payment",
        ),
    }  # fmt: skip

    @admin.display(description=gettext_lazy("amount"))
    def amount(self, payment: Payment) -> str:
        return money(payment.cents, payment.currency)

    def act_reverse(self, payment: Payment, data: dict, *, by: Any, at: datetime) -> str:
        memberships.reverse_payment(payment=payment, reason=data["reason"], by=by, at=at)
        return _("Taken back. The ledger shows both lines.")
