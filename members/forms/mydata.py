"""The question before somebody is erased."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.forms import ToolForm


class EraseForm(forms.Form):
    """One tick, so that nobody is erased by a slip."""

    sure = forms.BooleanField(
        label=_("Erase me. I know that this cannot be undone."),
        error_messages={"required": _("Tick the box if you are sure.")},
    )


class EraseOfficerForm(ToolForm):
    """Who asked for it, and the tick."""

    reason = forms.CharField(
        label=_("Who asked for it, and when"), max_length=300,
        help_text=_("Do not name the person: this sentence stays."),
    )  # fmt: skip
    sure = forms.BooleanField(label=_("Erase this person. I know that this cannot be undone."))
