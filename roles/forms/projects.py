"""Projects, their tasks and their end."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.forms import day_field
from roles.forms.people import NameField


def _text(label: Any, *, rows: int = 4, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )


class ProjectForm(forms.Form):
    """What, why, who leads, from when to when, and who is needed."""

    title = forms.CharField(label=_("Title"), max_length=200)
    goal = _text(_("What shall come of it"))
    lead = NameField(label=_("Who leads"))
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Shall be done by"), required=False)
    call = _text(_("Who or what is needed"), required=False, rows=2)
    hands = forms.IntegerField(label=_("How many helpers"), min_value=0, max_value=200, initial=0)

    def clean(self) -> dict[str, Any]:
        """The end is not before the beginning."""
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first."))
        return data


class TaskForm(forms.Form):
    """A short piece of work, whose it is, and by when."""

    title = forms.CharField(label=_("Task"), max_length=200)
    owner = NameField(label=_("Who does it"), required=False)
    due_on = day_field(_("Due"), required=False)


class OutcomeForm(forms.Form):
    """What came of it."""

    outcome = _text(_("What came of it"))
    done = forms.ChoiceField(
        label=_("How it ended"), choices=[("yes", _("done")), ("no", _("stopped"))]
    )
