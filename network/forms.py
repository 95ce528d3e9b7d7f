"""What a member may write down about another."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.forms import day_field
from network.models import Touch

USUAL, NEVER = "usual", "never"
RHYTHMS = (
    (USUAL, _("as usual")),
    ("30", _("every month")),
    ("91", _("four times a year")),
    ("182", _("twice a year")),
    ("365", _("once a year")),
    (NEVER, _("never remind me")),
)


class SpokeForm(forms.Form):
    """One contact: how, when, and a note that nobody else reads."""

    channel = forms.ChoiceField(label=_("How"), choices=Touch.Channel, initial=Touch.Channel.CALL)
    on = day_field(_("When"), required=False)
    note = forms.CharField(
        label=_("A note for yourself"),
        help_text=_("Nobody but you can read it, no officer and no administrator."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )


class RhythmForm(forms.Form):
    """How often to be reminded."""

    rhythm = forms.ChoiceField(label=_("Remind me"), choices=RHYTHMS)

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        chosen = self.cleaned_data["rhythm"]
        if chosen == NEVER:
            return {"never": True}
        return {} if chosen == USUAL else {"days": int(chosen)}
