"""What an officer may type about letterhead and addresses."""

import re
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from kit.text import canonical_email, clean
from outbox.models import Letterhead, Suppression
from outbox.rules import CATEGORIES

EDITABLE = (
    "name",
    "tagline",
    "postal_address",
    "sender",
    "signer_name",
    "reply_to",
    "timezone",
    "locale",
    "currency",
    "per_minute",
    "per_hour",
    "per_day",
)


class LetterheadForm(forms.ModelForm):
    """The letterhead; names are single lines, zone, language and currency are real ones."""

    class Meta:
        model = Letterhead
        fields = EDITABLE

    def clean_name(self) -> str:
        return clean(self.cleaned_data["name"])

    def clean_signer_name(self) -> str:
        return clean(self.cleaned_data["signer_name"])

    def clean_timezone(self) -> str:
        zone = self.cleaned_data["timezone"]
        if zone not in available_timezones():
            raise forms.ValidationError(_("Write a zone like Europe/Berlin or America/New_York."))
        return zone

    def clean_locale(self) -> str:
        locale = self.cleaned_data["locale"]
        if locale not in dict(settings.LANGUAGES):
            raise forms.ValidationError(_("Write a language code like en, de or pt-br."))
        return locale

    def clean_currency(self) -> str:
        currency = self.cleaned_data["currency"].upper()
        if not re.fullmatch(r"[A-Z]{3}", currency):
            raise forms.ValidationError(_("Write a currency code of three letters, like EUR."))
        return currency


def choices() -> list[tuple[str, Any]]:
    """What can be switched off: everything, or one category."""
    return [("", _("everything but service letters")), *CATEGORIES.items()]


class SuppressionForm(forms.ModelForm):
    """An address that asked, by any way, not to be written to."""

    category = forms.ChoiceField(
        required=False,
        choices=lambda: [("", _("everything but service letters")), *CATEGORIES.items()],
    )

    class Meta:
        model = Suppression
        fields = ("address", "category", "reason")

    def clean_address(self) -> str:
        return canonical_email(forms.EmailField().clean(self.cleaned_data["address"]))

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if Suppression.objects.filter(**data).exists():
            raise forms.ValidationError(_("This address is already on the list."))
        return data


class WhyForm(forms.Form):
    """Whose letters?"""

    q = forms.CharField(required=False, max_length=320)
    person = forms.IntegerField(required=False, min_value=1, max_value=2**62)
