"""Somebody named in a form, by any words of the name that fit one person only."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kit.text import clean, fold
from members.models import Person
from members.queries import lookup

FOUND = 20


class NameField(forms.CharField):
    """A typed name; its value is the one person it fits, None where left empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A person is shown by name."""
        return value.name if isinstance(value, Person) else value

    def clean(self, value: Any) -> Any:
        """The person; ValidationError where nobody or several fit."""
        text = clean(super().clean(value))
        if not text:
            return None
        found = [person for person in lookup(text, FOUND) if person.deceased_on is None]
        exact = [person for person in found if fold(person.name) == fold(text)]
        chosen = exact if len(exact) == 1 else found
        if len(chosen) == 1:
            return chosen[0]
        if found:
            raise forms.ValidationError(_("Several people fit. Please write the whole name."))
        raise forms.ValidationError(_("Nobody is called so."))
