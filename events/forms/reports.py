"""What a report is asked, and how a question is kept."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import SavedReport, Series
from members.models import Person


class Question(forms.Form):
    """A kind of meeting, two days, both included, and letters of a name; what is not understood is
    left out and said."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=Series.Kind.choices)
    first = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput({"type": "date"})
    )
    last = forms.DateField(label=_("To"), required=False, widget=forms.DateInput({"type": "date"}))
    q = forms.CharField(label=_("Name or topic"), required=False, max_length=100)

    def __init__(self, *args: Any, searched: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not searched:
            del self.fields["q"]

    def understood(self) -> dict[str, Any]:
        """What was understood: kind, first and last day (None = open), letters."""
        found = self.cleaned_data if self.is_valid() or self.cleaned_data else {}
        first: date | None = found.get("first")
        return {
            "kind": found.get("kind") or Series.Kind.TALK.value, "first": first,
            "last": found.get("last"), "q": found.get("q", ""),
        }  # fmt: skip


class _Officers(forms.ModelMultipleChoiceField):
    """People by their names."""

    def label_from_instance(self, obj: Any) -> str:
        return obj.name


class KeepForm(forms.ModelForm):
    """A question is kept under a name, and mailed each month to whom one ticks."""

    class Meta:
        model = SavedReport
        fields = ("name", "kind", "span", "q")
        widgets = {"kind": forms.HiddenInput(), "q": forms.HiddenInput()}

    readers = _Officers(
        Person.objects.none(), label=_("Mail it on the first of each month to"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, officers: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readers = cast("_Officers", self.fields["readers"])
        readers.queryset = Person.objects.filter(pk__in=[one.pk for one in officers])
