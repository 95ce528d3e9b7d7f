"""One line of a hand-over; each kind asks for what it needs."""

from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from kit.forms import day_field
from roles import rules
from roles.forms.people import NameField
from roles.models import HandoverLine

Kind = HandoverLine.Kind
FIELDS: dict[str, tuple[str, ...]] = {
    Kind.NOTE: (),
    Kind.YEARLY: ("month",),
    Kind.TASK: ("due_on",),
    Kind.CONTACT: (),
    Kind.KEY: ("holder", "checked_on"),
}
HELP = {
    Kind.YEARLY: _("What comes back each year, for example: file the tax return."),
    Kind.CONTACT: _("Name and what for; phone and address go below."),
    Kind.KEY: _("Domain, hosting, bank, mail … Who holds it, never the password itself."),
}


class LineForm(forms.Form):
    """Title and details, and by kind a month, a day, or who holds a key."""

    title = forms.CharField(label=_("What"), max_length=200)
    detail = forms.CharField(
        label=_("Details"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    month = forms.TypedChoiceField(label=_("Month"), choices=list(MONTHS.items()), coerce=int)
    due_on = day_field(_("Due"), required=False)
    holder = NameField(label=_("Who holds it"), required=False)
    checked_on = day_field(_("Last checked"), required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"month", "due_on", "holder", "checked_on"} - set(FIELDS[kind]):
            del self.fields[name]
        self.fields["title"].help_text = HELP.get(Kind(kind), "")

    def clean(self) -> dict[str, Any]:
        """Without anything that looks like a secret."""
        data = super().clean() or {}
        for name in ("title", "detail"):
            if rules.names_a_secret(data.get(name) or ""):
                self.add_error(
                    name, _("This looks like a password. Say who holds it, not what it is.")
                )
        return data
