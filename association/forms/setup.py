"""The one form of the set-up."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from association.actions.setup import Founding


class SetupForm(forms.Form):
    """What one has to say to begin, and the secret."""

    key = forms.CharField(label=_("Secret"), help_text=_("`manage.py setup --web` prints it."))
    name = forms.CharField(label=_("Name of the association"), max_length=200)
    tagline = forms.CharField(
        label=_("What it is, in one sentence"), max_length=300, required=False
    )
    timezone = forms.CharField(
        label=_("Time zone"), initial="UTC", max_length=64,
        help_text=_("Like Europe/Berlin or America/New_York."),
    )  # fmt: skip
    currency = forms.CharField(label=_("Currency"), initial="EUR", max_length=3)
    person_name = forms.CharField(label=_("Your name"), max_length=200)
    email = forms.EmailField(label=_("Your e-mail address"))
    sender = forms.EmailField(
        label=_("Address letters come from"), required=False, help_text=_("Empty: yours.")
    )

    def clean_timezone(self) -> str:
        zone = self.cleaned_data["timezone"]
        if zone not in available_timezones():
            raise forms.ValidationError(_("Write a zone like Europe/Berlin."))
        return zone

    def founding(self) -> Founding:
        """What was entered, for the action."""
        fields: dict[str, Any] = {k: v for k, v in self.cleaned_data.items() if k != "key"}
        return Founding(**fields)
