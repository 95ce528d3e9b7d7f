"""What somebody types who wants to join, and what the desk answers."""

from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.forms import ToolForm
from kit.text import canonical_email, clean
from members.models import Plan
from members.queries import open_plans
from members.rules import folded_words, money


class Honeypot(forms.Form):
    """A field that people do not see; what fills every field is no person."""

    website = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_robot(self) -> bool:
        """Whether the trap is filled."""
        return bool(self.data.get(self.add_prefix("website")))


class PlanChoice(forms.ModelChoiceField):
    """Each plan with what it costs."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and dues."""
        plan: Plan = obj
        if not plan.dues_cents:
            return plan.name
        dues = money(plan.dues_cents, plan.currency)
        if plan.months == 12:
            return _("%(plan)s: %(dues)s a year") % {"plan": plan.name, "dues": dues}
        return f"{plan.name}: {dues}"


class JoinForm(Honeypot):
    """Plan, person, addresses, consent; few words are required."""

    plan = PlanChoice(
        label=gettext_lazy("Membership"),
        queryset=Plan.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=gettext_lazy("Private e-mail address"),
        max_length=254,
        help_text=gettext_lazy(
            "Please a private one: an address at work ends with the job, and our letters and your"
            " way to sign in would end with it."
        ),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    work_email = forms.EmailField(
        label=gettext_lazy("E-mail address at work"), max_length=254, required=False
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("So that we can call and say hello."),
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    employer = forms.CharField(label=gettext_lazy("Employer"), max_length=200, required=False)
    city = forms.CharField(label=gettext_lazy("City"), max_length=120, required=False)
    told_by = forms.CharField(
        label=gettext_lazy("Who told you about us?"), max_length=200, required=False
    )
    message = forms.CharField(
        label=gettext_lazy("Anything we should know?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    consent = forms.BooleanField(label=gettext_lazy("I agree."))

    def __init__(self, *args: Any, consent: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans: Any = self.fields["plan"]
        plans.queryset = open_plans()
        plans.initial = plans.queryset.first()
        self.fields["consent"].help_text = escape(consent)
        self.order_fields(["plan", "name", "email"])
        self.consent_text = consent

    def clean_name(self) -> str:
        name = clean(self.cleaned_data["name"])
        if not folded_words(name):
            raise forms.ValidationError(_("Please write your name."))
        return name

    def clean_work_email(self) -> str:
        """The same address twice is one address."""
        work, private = self.cleaned_data["work_email"], self.cleaned_data.get("email", "")
        return "" if canonical_email(work) == canonical_email(private) else work

    def typed(self) -> dict[str, Any]:
        """What `applications.ask` takes."""
        data = {**self.cleaned_data, "consent": self.consent_text}
        data.pop("website")
        return data


class DeclineForm(forms.Form):
    """Why not; the applicant reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason, for the letter"), max_length=300, required=False
    )


class DeclineTool(ToolForm, DeclineForm):
    """The same at the desk."""


class WaiveForm(forms.Form):
    """Why nothing is to be paid; it stands in the person's file."""

    reason = forms.CharField(label=gettext_lazy("Reason, for the file"), max_length=300)


class WaiveTool(ToolForm, WaiveForm):
    """The same at the desk."""
