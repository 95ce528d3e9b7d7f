"""Forms behind the object tools of seats. Days are asked inclusively, as people say them."""

from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from kit.admin.lookups import Picker
from kit.forms import day_field
from members.models import Person
from roles.models import Seat, Term

ONE_DAY = timedelta(days=1)


class AppointForm(forms.Form):
    """Who sits in the seat, as what, and for how long."""

    person = forms.ModelChoiceField(Person.objects.filter(merged_into=None), label=_("Person"))
    kind = forms.ChoiceField(
        label=_("How"), choices=[c for c in Term.Kind.choices if c[0] != Term.Kind.HOLDOVER]
    )
    first_day = day_field(_("First day"))
    last_day = day_field(_("Last day"))
    beyond_limit = forms.BooleanField(label=_("Even if that passes the term limit"), required=False)

    def __init__(self, *args: Any, seat: Seat, today: date, **kwargs: Any) -> None:
        months = relativedelta(months=seat.role.term_months)
        kwargs["initial"] = {
            "first_day": today, "last_day": today + months - ONE_DAY, "kind": "appointed",
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        widget = Picker(Term._meta.get_field("person"), admin.site)
        people: Any = self.fields["person"]
        people.widget = widget
        widget.choices = people.choices

    def clean(self) -> dict[str, Any]:
        """The half-open `period` beside the two days."""
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last:
            if last < first:
                raise forms.ValidationError(_("The last day lies before the first."))
            data["period"] = DateRange(first, last + ONE_DAY)
        return data


class SeatForm(forms.ModelForm):
    """A seat may be abolished, but not under somebody who holds it."""

    class Meta:
        model = Seat
        fields = ("abolished_on",)

    def clean_abolished_on(self) -> date | None:
        """A day after all terms: else rights would go, or stay, unseen."""
        day = self.cleaned_data["abolished_on"]
        if day and self.instance.terms.filter(period__endswith__gt=day).exists():
            raise forms.ValidationError(
                _("Somebody holds this seat then. End the term first, or choose a later day.")
            )
        return day


class EndEarlyForm(forms.Form):
    """The last day in the seat, and why."""

    last_day = day_field(_("Last day in the seat"))
    reason = forms.CharField(label=_("Why it ends early"), max_length=300)


class HoldOverForm(forms.Form):
    """How long the holder stays on."""

    last_day = day_field(_("Last day of the holdover"))


class RightsForm(forms.Form):
    """Which groups a role grants; only those whose rights the giver holds are offered."""

    groups = forms.ModelMultipleChoiceField(
        Group.objects.none(), label=_("Rights"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: Any = self.fields["groups"]
        groups.queryset = offered
