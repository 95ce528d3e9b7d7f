"""Forms of one's own page."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from kit.text import clean
from members.models import Person, Visibility
from members.rules import FIELDS
from outbox.rules import CATEGORIES

MOST_LINKS = 5
_IS_URL, _IS_SHORT = URLValidator(schemes=["https"]), MaxLengthValidator(300)


def secure(url: str) -> None:
    """Raises ValidationError for what is no address of https, or too long a one."""
    _IS_URL(url)
    _IS_SHORT(url)


class ProfileForm(forms.Form):
    """A person's own data; no field of it is money or standing."""

    name = forms.CharField(label=_("Name"), max_length=200)
    known_as = forms.CharField(label=_("Known as"), max_length=100, required=False)
    headline = forms.CharField(
        label=_("Headline"), max_length=200, required=False, help_text=_("What you do, in a line.")
    )
    employer = forms.CharField(label=_("Employer"), max_length=200, required=False)
    city = forms.CharField(label=_("City"), max_length=120, required=False)
    skills = forms.CharField(
        label=_("Skills"), max_length=1000, required=False, help_text=_("Separated by commas.")
    )
    links = forms.CharField(
        label=_("Links"), required=False, max_length=1600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Your pages elsewhere, one a line, beginning with https://. At most five."),
    )  # fmt: skip
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    postal_address = forms.CharField(
        label=_("Postal address"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("As my browser asks")), *settings.LANGUAGES],
        required=False,
        help_text=_("For these pages and for letters to you."),
    )

    def clean_name(self) -> str:
        name = clean(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Please give your name."))
        return name

    def clean_links(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["links"].splitlines()]
        urls = list(dict.fromkeys(filter(None, lines)))
        if len(urls) > MOST_LINKS:
            raise forms.ValidationError(_("At most five links, please."))
        for url in urls:
            try:
                secure(url)
            except forms.ValidationError as error:
                words = _("“{url}” is no address we can link: it begins with https://.")
                raise forms.ValidationError(words.format(url=url[:100])) from error
        return urls

    @classmethod
    def of(cls, person: Person) -> dict[str, Any]:
        """The initial values."""
        links = "\n".join(person.links.values_list("url", flat=True))
        own = {name: getattr(person, name) for name in cls.base_fields if name != "links"}
        return {**own, "links": links}


class PhotoForm(forms.Form):
    """A picture from the phone."""

    photo = forms.FileField(
        label=_("Photo"), help_text=_("JPEG, PNG or WebP."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip


class RelayForm(forms.Form):
    """What one member writes to another."""

    text = forms.CharField(
        label=_("Your letter"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8})
    )


class PrivacyForm(forms.Form):
    """One audience per field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, (label, _default) in FIELDS.items():
            self.fields[field] = forms.ChoiceField(
                label=label, choices=Visibility.Audience.choices, widget=forms.RadioSelect
            )
        self.fields["name"].help_text = _("With “nobody” you are not in the directory at all.")


class LettersForm(forms.Form):
    """Which kinds of letters to get."""

    wanted = forms.MultipleChoiceField(
        label=_("Send me"),
        choices=list(CATEGORIES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Answers to what you do here, and log-in codes, always come."),
    )
