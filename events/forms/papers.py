"""Agendas, minutes, links, and what people say afterwards."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from events.models import Paper

LONGEST = 50_000


class PaperForm(forms.Form):
    """The words of an agenda or minutes, and who may read them."""

    text = forms.CharField(
        label=_("Text"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("**Bold**, *italic*, [words](https://address), lists with a dash or numbers, "
                    "headings with #."),
    )  # fmt: skip
    audience = forms.ChoiceField(
        label=_("Who may read it"), choices=Paper.Audience.choices, widget=forms.RadioSelect
    )


class ApproveForm(forms.Form):
    """Where a paper was approved."""

    where = forms.CharField(
        label=_("Approved by"), max_length=200, required=False,
        help_text=_("For example: the board, 3 May; or the general meeting."),
    )  # fmt: skip


class LinkForm(forms.Form):
    """A link beside the slides."""

    label = forms.CharField(label=_("What it is"), max_length=200)
    url = forms.URLField(label=_("Address"), max_length=500, assume_scheme="https")


def read_feedback(posted: QueryDict) -> dict[str, Any]:
    """Score (0 = none chosen) and words of the form."""
    score = posted.get("score", "")
    return {
        "score": int(score) if score in ("1", "2", "3", "4") else 0,
        "words": posted.get("words", "")[:2000],
    }


def read_met(posted: QueryDict) -> dict[str, list[str]]:
    """Uids shown and ticked; at most as many as a page shows."""
    return {"shown": posted.getlist("shown")[:200], "ticked": posted.getlist("met")[:200]}
