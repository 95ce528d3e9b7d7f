"""What a speaker types."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from events.models import SpeakerAsk


class TalkForm(forms.ModelForm):
    """Title, abstract, bio and needs; everything may stay empty for now."""

    class Meta:
        model = SpeakerAsk
        fields = ("title", "abstract", "bio", "needs")
        labels = {
            "title": gettext_lazy("Title of your talk"),
            "abstract": gettext_lazy("What it is about"),
            "bio": gettext_lazy("About you, as we may introduce you"),
            "needs": gettext_lazy("What you need: adapter, sound, a table, diet"),
        }
        widgets = {
            "abstract": forms.Textarea(attrs={"rows": 5, "maxlength": 4000}),
            "bio": forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
            "needs": forms.Textarea(attrs={"rows": 3, "maxlength": 2000}),
        }
        help_texts = {
            "bio": gettext_lazy("Published with your talk."),
            "needs": gettext_lazy("Read by the organizers only."),
        }

    def clean(self) -> dict[str, Any]:
        """No text longer than a page or two."""
        data = super().clean() or self.cleaned_data
        for name in ("abstract", "bio", "needs"):
            data[name] = data.get(name, "")[:4000]
        return data


class FileForm(forms.Form):
    """One file."""

    file = forms.FileField(label=gettext_lazy("File"), max_length=200)
