"""Forms of the board's desk."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kit.forms import ToolForm, day_field
from kit.text import canonical_email, clean
from members.models import Email, Person, Plan


class ResignForm(ToolForm):
    """When and why somebody leaves."""

    on = day_field(_("First day without membership"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class JoinForm(ToolForm):
    """A membership that begins."""

    plan = forms.ModelChoiceField(label=_("Plan"), queryset=Plan.objects.all())
    start = day_field(_("First day"))


class HonourForm(ToolForm):
    """A membership without end."""

    plan = forms.ModelChoiceField(label=_("Plan"), queryset=Plan.objects.filter(honorary=True))


class NoteForm(ToolForm):
    """A sentence for the file."""

    text = forms.CharField(label=_("Note"), max_length=1000, widget=forms.Textarea)


class DiedForm(ToolForm):
    """The day somebody died."""

    on = day_field(_("Died on"))


class ReverseForm(ToolForm):
    """Why a payment is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class PersonForm(forms.ModelForm):
    """The fields of a person that may be edited by hand."""

    class Meta:
        model = Person
        fields = (
            "name", "known_as", "headline", "employer", "city", "skills", "phone",
            "postal_address", "timezone", "language", "mail_via", "joined_on",
        )  # fmt: skip

    def clean_name(self) -> str:
        name = clean(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("A person needs a name."))
        return name

    def clean_language(self) -> str:
        language = self.cleaned_data["language"]
        if language and language not in dict(settings.LANGUAGES):
            raise forms.ValidationError(_("Write a language code like en, de or pt-br."))
        return language


class EmailForm(forms.ModelForm):
    """One address; twins by case and Unicode form are found here."""

    class Meta:
        model = Email
        fields = ("address", "for_letters")

    def clean_address(self) -> str:
        address = clean(self.cleaned_data["address"])
        others = Email.objects.filter(canonical=canonical_email(address))
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Another person has this address."))
        return address

    def validate_constraints(self) -> None:
        """Which one takes the letters is settled by the action, for all addresses at once."""
