"""Django's lists and pickers, for addresses and forms that somebody typed by hand."""

from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList as DjangoChangeList
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.http import HttpRequest


class ChangeList(DjangoChangeList):
    """A list that answers filters nobody can mean (the year 9999) as Django answers wrong ones:
    by the list without them."""

    def get_filters(self, request: HttpRequest) -> Any:
        try:
            return super().get_filters(request)
        except (OverflowError, ValueError, FieldDoesNotExist) as error:
            raise IncorrectLookupParameters(error) from error


class Known:
    """A picker that shows a form again though what was sent is no row's number at all."""

    field: Any

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        key = self.field.remote_field.model._meta.pk
        return super().optgroups(name, [one for one in value if _fits(key, one)], attr)  # type: ignore[misc]


class Picker(Known, AutocompleteSelect):
    """One row, found by typing."""


class ManyPicker(Known, AutocompleteSelectMultiple):
    """Several rows, found by typing."""


def _fits(key: Any, value: Any) -> bool:
    try:
        key.to_python(value)
    except ValidationError:
        return value == ""
    return True
