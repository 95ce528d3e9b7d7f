"""Forms that every desk needs: days, buttons, and the knobs a board may turn."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.models import Setting
from kit.rules import KNOBS

HIGHEST = 100_000
# Room on both sides for adding days, months and years.
IN_THIS_AGE = [MinValueValidator(date(1800, 1, 1)), MaxValueValidator(date(2999, 12, 31))]


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """A day, with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, validators=IN_THIS_AGE, **kwargs)


class ToolForm(forms.Form):
    """The form of an object tool, which knows the object; by itself only a button."""

    def __init__(self, data: Any = None, *, obj: Any) -> None:
        super().__init__(data)
        self.obj = obj


class SettingForm(forms.ModelForm):
    """One knob and its value: a whole number, numbers separated by commas, or a text."""

    key = forms.ChoiceField(label=gettext_lazy("setting"))
    value = forms.CharField(
        label=gettext_lazy("value"), required=False, max_length=2000, strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Take the line away to return to the default."),
    )  # fmt: skip

    class Meta:
        model = Setting
        fields = ("key", "value")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields:
            taken = set(Setting.objects.values_list("key", flat=True))
            offered: Any = self.fields["key"]
            offered.choices = [
                (key, f"{knob.help} ({key}: {as_text(knob.default)})")
                for key, knob in sorted(KNOBS.items())
                if key not in taken
            ]
        if self.instance.pk:
            self.initial["value"] = as_text(self.instance.value)

    def clean(self) -> dict[str, Any]:
        """With the value in the default's type."""
        data = super().clean() or self.cleaned_data
        knob = KNOBS.get(data.get("key") or self.instance.key)
        if knob is not None and "value" in data:
            try:
                data["value"] = of_text(data["value"], like=knob.default)
            except forms.ValidationError as error:
                self.add_error("value", error)
        return data


def as_text(value: Any) -> str:
    """A value as it is typed."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def of_text(text: str, *, like: Any) -> Any:
    """A typed value in the type of `like`; ValidationError where it is none."""
    if isinstance(like, list):
        return [_number(part, lowest=-HIGHEST) for part in text.split(",") if part.strip()]
    return _number(text, lowest=0) if isinstance(like, int) else text


def _number(text: str, *, lowest: int) -> int:
    try:
        number = int(text)
    except ValueError:
        raise forms.ValidationError(
            _("“%(text)s” is not a whole number.") % {"text": text.strip()}
        ) from None
    if not lowest <= number <= HIGHEST:
        raise forms.ValidationError(
            _("Write a number from %(lowest)d to %(highest)d.")
            % {"lowest": lowest, "highest": HIGHEST}
        )
    return number
