"""Filling, ending and keeping a seat outside the admin: the person is found by name first."""

from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from kit.forms import day_field
from members.models import Person
from roles.models import Seat, Term

ONE_DAY = timedelta(days=1)
KINDS = [
    (Term.Kind.APPOINTED, _("appointed, as holder")),
    (Term.Kind.ELECTED, _("elected, as holder")),
    (Term.Kind.ACTING, _("acting for the holder")),
    (Term.Kind.SHADOW, _("looking on before taking over")),
]


class FillForm(forms.Form):
    """Who sits here, as what, and for how long; days are asked inclusively."""

    person = forms.ModelChoiceField(
        Person.objects.filter(merged_into=None, deceased_on=None), to_field_name="uid",
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose somebody first.")},
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("How"), choices=KINDS)
    first_day = day_field(_("First day"))
    last_day = day_field(_("Last day"))
    beyond_limit = forms.BooleanField(label=_("Even if that passes the term limit"), required=False)

    def __init__(self, *args: Any, seat: Seat, today: date, **kwargs: Any) -> None:
        months = relativedelta(months=seat.role.term_months)
        first = {"first_day": today, "last_day": today + months - ONE_DAY, "kind": "appointed"}
        kwargs["initial"] = first | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        if seat.role.term_limit is None:
            del self.fields["beyond_limit"]

    def clean(self) -> dict[str, Any]:
        """The half-open `period` in place of the two days."""
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last:
            if last < first:
                raise forms.ValidationError(_("The last day lies before the first."))
            data["period"] = DateRange(first, last + ONE_DAY)
        return data

    def wishes(self) -> dict[str, Any]:
        """What `terms.appoint` takes."""
        keys = ("person", "kind", "period", "beyond_limit")
        return {key: self.cleaned_data[key] for key in keys if key in self.cleaned_data}
