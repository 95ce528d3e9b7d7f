"""What comes in through the web door, cleaned."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import SeriesLetters
from kit.text import clean, fold
from members.actions.people import AddressTaken
from members.forms.joining import Honeypot
from members.models import Person
from members.queries import lookup
from members.rules import folded_words
from roles.models import Role

LONGEST = 200


def read_answer(posted: QueryDict) -> dict[str, Any]:
    """Answer, mode and guests of the form; guests are None where the form has no field for them."""
    guests = posted.getlist("guest") if "guest" in posted else None
    return {
        "answer": posted.get("answer", "")[:LONGEST],
        "mode": posted.get("mode", "")[:LONGEST],
        "guests": guests if guests is None else [name[:LONGEST] for name in guests[:50]],
    }


class GuestForm(Honeypot):
    """A stranger who would like to come: three fields."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    told_by = forms.CharField(
        label=gettext_lazy("Who told you about us?"), max_length=200, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "guest_%s"})

    def clean_name(self) -> str:
        """Without invisible marks; letters or digits must be left."""
        name = clean(self.cleaned_data["name"])
        if not folded_words(name):
            raise forms.ValidationError(_("Please write your name."))
        return name


class WalkIn(forms.Form):
    """Somebody at the door who is on no list: name, and if known address and host."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254, required=False)
    host = forms.CharField(
        label=gettext_lazy("Guest of"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("The member who brings this guest, if one does."),
    )
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        """Without invisible marks; letters or digits must be left."""
        name = clean(self.cleaned_data["name"])
        if not folded_words(name):
            raise forms.ValidationError(_("Please write the name."))
        return name

    def clean_host(self) -> Person | None:
        """The one person these words name; members before others."""
        text = clean(self.cleaned_data["host"])
        if not text:
            return None
        found = list(lookup(text, 20))
        exact = [person for person in found if fold(person.name) == fold(text)]
        chosen = exact if len(exact) == 1 else found
        if len(chosen) == 1:
            return chosen[0]
        if found:
            raise forms.ValidationError(_("Several people fit. Please write the whole name."))
        raise forms.ValidationError(_("Nobody is called so. Leave it empty if you are not sure."))

    def typed(self, field: str) -> str:
        """A cleaned text."""
        return self.cleaned_data[field]

    def fields_of_person(self) -> dict[str, Any]:
        """What `attendance.walk_in` takes."""
        return {key: self.cleaned_data[key] for key in ("name", "email", "host")}

    def refuse(self, error: ValueError) -> None:
        """Say beside the address what members found wrong with it."""
        taken = _("This address belongs to somebody on file: look for them by their address.")
        unusable = _("This address cannot be used. Please check it, or leave it empty.")
        self.add_error("email", taken if isinstance(error, AddressTaken) else unusable)


class PlanForm(forms.Form):
    """How many hands each job of the catalogue needs at one meeting."""

    def __init__(self, *args: Any, wanted: dict[Role, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = list(wanted)
        for role, count in wanted.items():
            self.fields[f"job_{role.pk}"] = forms.IntegerField(
                label=role.title, min_value=0, max_value=50, initial=count,
                help_text=role.purpose,
            )  # fmt: skip
        if wanted:
            self.fields["always"] = forms.BooleanField(
                label=_("At every coming meeting of this series, too"), required=False
            )

    def wanted(self) -> dict[Role, int]:
        """The number asked for, by job."""
        return {role: self.cleaned_data[f"job_{role.pk}"] for role in self.roles}


class PriceForm(forms.Form):
    """What a seat costs; empty = nothing."""

    member = forms.DecimalField(
        label=gettext_lazy("A member pays"), min_value=0, max_value=100_000, decimal_places=2,
        required=False,
    )  # fmt: skip
    guest = forms.DecimalField(
        label=gettext_lazy("A guest pays"), min_value=0, max_value=100_000, decimal_places=2,
        required=False,
    )  # fmt: skip

    @staticmethod
    def of(price: Any) -> dict[str, Any]:
        """What the fields show for a Price or None."""
        if price is None:
            return {}
        return {"member": price.member_cents / 100, "guest": price.guest_cents / 100}

    def cents(self) -> dict[str, int]:
        """What `prices.set_price` takes."""
        typed = {name: self.cleaned_data[name] or 0 for name in ("member", "guest")}
        return {f"{name}_cents": int(amount * 100) for name, amount in typed.items()}


class SeriesLettersForm(forms.ModelForm):
    """When the letters of a series leave; empty means as everywhere."""

    class Meta:
        model = SeriesLetters
        fields = ("invitation", "first", "last", "going", "soon", "words")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, most in (("invitation", 90), ("first", 60), ("last", 30), ("going", 96)):
            self.fields[name].validators.append(MaxValueValidator(most))
        self.fields["soon"].validators.append(MaxValueValidator(24))
