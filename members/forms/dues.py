"""A payment received."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models import Membership, Payment, Plan

MOST = Decimal("1000000")
# Ways that no hand records.
OWN = {Payment.Method.IMPORT, Payment.Method.CREDIT}


class PaymentForm(forms.Form):
    """Plan and amount filled in from the last membership, or as applied for; `once` makes a
    double click one act."""

    plan = forms.ModelChoiceField(label=_("Plan"), queryset=Plan.objects.none())
    amount = forms.DecimalField(
        label=_("Amount"), max_digits=9, decimal_places=2, min_value=Decimal("0.01"), max_value=MOST
    )
    method = forms.ChoiceField(
        label=_("Method"),
        choices=[choice for choice in Payment.Method.choices if choice[0] not in OWN],
        initial=Payment.Method.TRANSFER,
        widget=forms.RadioSelect,
    )
    received_on = forms.DateField(
        label=_("Received on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reference = forms.CharField(label=_("Reference"), max_length=120, required=False)
    waive_rest = forms.CharField(
        label=_("If it is less: waive the rest, because"),
        help_text=_("Left empty, a part is noted and the period begins when the rest is here."),
        max_length=300,
        required=False,
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        last: Membership | None,
        today: date,
        asked: Plan | None = None,
        missing: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen = [last.plan_id if last else None, asked.pk if asked else None]
        offered = Q(open_to_new=True) | Q(pk__in=[pk for pk in chosen if pk])
        plans: Any = self.fields["plan"]
        plans.queryset = Plan.objects.filter(offered)
        plan = asked or (last.plan if last else Plan.objects.filter(open_to_new=True).first())
        cents = (plan.dues_cents if plan else 0) if missing is None else missing
        self.initial = {
            **self.initial,
            "plan": plan,
            "amount": Decimal(cents) / 100 if cents else None,
            "received_on": today,
            "once": uuid.uuid4(),
        }
        self.today = today

    def clean_received_on(self) -> date:
        day = self.cleaned_data["received_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day lies ahead. Give the day the money came in."))
        if day.year < 1900:
            raise forms.ValidationError(_("Give a day of this or the last century."))
        return day

    def arguments(self) -> dict[str, Any]:
        """What the action takes; the form's own key stands in for a missing reference."""
        data = self.cleaned_data
        once = data["once"]
        own = {"source": "form", "reference": str(once)} if once else {}
        given = {"source": "manual", "reference": data["reference"]} if data["reference"] else own
        return {
            "plan": data["plan"],
            "cents": int(data["amount"] * 100),
            "method": data["method"],
            "received_on": data["received_on"],
            "waive_rest": data["waive_rest"].strip(),
            **given,
        }
