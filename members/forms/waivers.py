"""Dues that are not asked for: waived, between jobs, paid by somebody else."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.forms import ToolForm
from members.forms.ladder import somebody
from members.models import Person, Plan
from members.rules import MOST_MONTHS_BETWEEN


class DuesWaiverForm(ToolForm):
    """Why nothing is to be paid for the next period."""

    plan = forms.ModelChoiceField(
        label=_("Plan, if another than before"), queryset=Plan.objects.all(), required=False
    )
    reason = forms.CharField(label=_("Reason, for the file"), max_length=300)


class BetweenForm(ToolForm):
    """For how many months."""

    months = forms.IntegerField(
        label=_("For how many months"), min_value=1, max_value=MOST_MONTHS_BETWEEN, initial=6
    )


class OwnBetweenForm(forms.Form):
    """The same on one's own page."""

    months = forms.TypedChoiceField(
        label=_("For how many months"),
        coerce=int,
        choices=[(3, "3"), (6, "6"), (9, "9"), (12, "12")],
        initial=6,
        widget=forms.RadioSelect,
    )


class CoverForm(ToolForm):
    """Who is paid for."""

    person = forms.CharField(
        label=_("Who is paid for"),
        help_text=_("E-mail address, or the whole name."),
        max_length=254,
    )

    def clean_person(self) -> Person:
        found = somebody(self.cleaned_data["person"])
        if found.pk == self.obj.pk:
            raise forms.ValidationError(_("They pay for themselves already."))
        return found
