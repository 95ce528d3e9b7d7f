"""What a member may write down about another, and propose to them."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.forms import day_field
from kit.text import clean
from members.rules import folded_words
from network.models import CoffeeWish, Kind, Signal, Touch
from outbox.queries import zone

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


def instant_field(label: Any) -> forms.DateTimeField:
    """Day and time on the association's clock, with the browser's own picker."""
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )


class ProposalForm(forms.Form):
    """A lunch or a coffee, and three times to choose from."""

    kind = forms.ChoiceField(label=_("What"), choices=Kind, initial=Kind.LUNCH)
    first = instant_field(_("First choice"))
    second = instant_field(_("Second choice"))
    third = instant_field(_("Third choice"))
    words = forms.CharField(
        label=_("A word to go with it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=500,
    )

    def values(self) -> dict[str, Any]:
        """What the action takes; the times as instants."""
        data = self.cleaned_data
        clock = zone()
        times: list[datetime] = [
            data[name].replace(tzinfo=clock) for name in ("first", "second", "third")
        ]
        return {"kind": data["kind"], "words": data["words"], "times": times}


class RoundForm(forms.Form):
    """How often to be in the rounds, and where."""

    rhythm = forms.TypedChoiceField(
        label=_("How often"),
        choices=CoffeeWish.Rhythm,
        coerce=int,
        initial=CoffeeWish.Rhythm.FORTNIGHTLY,
    )
    city = forms.CharField(
        label=_("City"),
        max_length=120,
        required=False,
        help_text=_("People of one city sit together first. The others at the table see it."),
    )


class AnswerForm(forms.Form):
    """What somebody said who was asked for a seat or a job, as the asker tells it."""

    answer = forms.ChoiceField(
        label=_("What did they say?"), widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No")), ("later", _("Later, perhaps"))],
    )  # fmt: skip
    note = forms.CharField(
        label=_("A note for the officer"), max_length=500, required=False,
        help_text=_("The officer reads it, and so may the one you asked."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    never = forms.BooleanField(label=_("They do not want to be asked again"), required=False)


class InvitationForm(forms.Form):
    """Whom to ask along."""

    name = forms.CharField(label=_("Name"), max_length=200)
    address = forms.EmailField(label=_("E-mail address"), max_length=254)
    words = forms.CharField(
        label=_("A word of yours"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def clean_name(self) -> str:
        """Without invisible marks; letters or digits must be left."""
        name = clean(self.cleaned_data["name"])
        if not folded_words(name):
            raise forms.ValidationError(gettext("Please write the name."))
        return name


class NoteForm(forms.Form):
    """A note to an old friend."""

    text = forms.CharField(
        label=_("Your words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 10})
    )


class ExchangeForm(forms.Form):
    """What a member looks for, and what they can offer."""

    seeks = forms.CharField(
        label=_("What I look for"), max_length=300, required=False,
        help_text=_("A few words, separated by commas: a bookkeeper, sail repair."),
    )  # fmt: skip
    offers = forms.CharField(
        label=_("What I can offer"), max_length=300, required=False,
        help_text=_("Skills that your profile shows to members count as well."),
    )  # fmt: skip


class OpeningForm(forms.Form):
    """A job to tell members of."""

    title = forms.CharField(label=_("Title"), max_length=200)
    employer = forms.CharField(label=_("Employer"), max_length=200)
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    text = forms.CharField(
        label=_("What it is about"), max_length=3000, required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    link = forms.URLField(label=_("Link"), required=False, assume_scheme="https")
    ends_on = day_field(_("Until"), required=False)
    introduces = forms.BooleanField(
        label=_("I can introduce you"), required=False,
        help_text=_("Members may ask you; they see your address only if you say yes."),
    )  # fmt: skip


class SignalForm(forms.Form):
    """What a member is open to, and who sees it."""

    kind = forms.ChoiceField(label=_("I am open to"), choices=Signal.Kind)
    words = forms.CharField(label=_("A few words"), max_length=200, required=False)
    audience = forms.ChoiceField(
        label=_("Who sees it"), choices=Signal.Audience, initial=Signal.Audience.MET
    )
