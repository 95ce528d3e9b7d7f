"""What somebody says on the renewal page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import Payment


class TellForm(forms.Form):
    """How the dues were sent."""

    WAYS = [
        choice
        for choice in Payment.Method.choices
        if choice[0] in {Payment.Method.TRANSFER, Payment.Method.CHEQUE, Payment.Method.CASH}
    ]
    method = forms.ChoiceField(label=_("I have paid by"), choices=WAYS, widget=forms.RadioSelect)


class LeaveForm(forms.Form):
    """Why somebody goes; nobody has to say."""

    REASONS = [
        ("", _("I would rather not say")),
        ("time", _("No time for it")),
        ("cost", _("It costs too much")),
        ("moved", _("I moved away")),
        ("field", _("I changed my field")),
        ("people", _("I did not find my people")),
    ]
    why = forms.ChoiceField(
        label=_("Would you tell us why?"), choices=REASONS, required=False, widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("In your words"), max_length=250, required=False)
    sure = forms.BooleanField(label=_("Yes, end my membership"))

    def reason(self) -> str:
        """Both answers in one line of at most 300 characters."""
        told = [self.cleaned_data["why"], self.cleaned_data["words"].strip()]
        return ": ".join(part for part in told if part)[:300]
