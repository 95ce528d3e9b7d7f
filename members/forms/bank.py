"""A bank statement: the file, its columns, and whose line is it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.records import Unreadable, decode
from members.imports.bank import NEEDED, Column, Sheet, guess_columns, preview
from members.models import BankClaim, BankLine, Person
from members.queries.bank import by_words
from members.rules import money

NOBODY, TOGETHER, CLAIM = "nobody", "together", "claim-"


class UploadForm(forms.Form):
    """The file as the bank gives it."""

    file = forms.FileField(
        label=_("Statement as CSV"), help_text=_("As your bank lets you download it.")
    )

    def clean_file(self) -> str:
        """Its text."""
        try:
            return decode(self.cleaned_data["file"].read())
        except Unreadable as problem:
            raise forms.ValidationError(str(problem)) from problem


class ColumnsForm(forms.Form):
    """Which column is what; remembered by the header."""

    LABELS = {
        Column.DAY: _("Day"),
        Column.AMOUNT: _("Amount"),
        Column.PAYER: _("Who pays"),
        Column.PURPOSE: _("Purpose"),
    }
    order = forms.ChoiceField(
        label=_("Days are written"),
        choices=[("", _("as can be seen")), ("dmy", _("day first")), ("mdy", _("month first"))],
        required=False,
    )

    def __init__(self, data: Any = None, *, sheet: Sheet) -> None:
        super().__init__(data)
        guessed = guess_columns(sheet.header)
        places = [(str(n), words) for n, words in enumerate(preview(sheet))]
        for column in reversed(Column):
            needed = column in NEEDED
            self.fields[column.value] = forms.ChoiceField(
                label=self.LABELS[column],
                choices=places if needed else [("", _("– none –")), *places],
                required=needed,
                initial=str(guessed.get(column.value, "")),
            )
        self.order_fields([*(column.value for column in Column), "order"])

    def columns(self) -> dict[str, Any]:
        """Column -> place, and the order of days where it was said."""
        said = {name: value for name, value in self.cleaned_data.items() if value != ""}
        return {name: value if name == "order" else int(value) for name, value in said.items()}


class LinesForm(forms.Form):
    """Whose money is each line of one page: a proposal, nobody, or names typed."""

    def __init__(self, data: Any = None, *, lines: list[BankLine], currency: str) -> None:
        super().__init__(data)
        self.lines = lines
        for line in lines:
            self._add(line, currency)

    def _add(self, line: BankLine, currency: str) -> None:
        shares = list(line.shares.all())
        chosen = [share for share in shares if share.chosen]
        split = len(chosen) > 1
        dues = gettext("dues")
        choices = [
            (str(share.person_id), f"{share.person.name} · {dues} · {money(share.cents, currency)}")
            for share in shares
        ]
        claimed = list(line.claims.all())
        if split:
            names = " + ".join(words for _pk, words in choices)
            choices = [(TOGETHER, names)]
        initial = TOGETHER if split else str(chosen[0].person_id) if chosen else NOBODY
        initial = next((f"{CLAIM}{one.pk}" for one in claimed if one.chosen), initial)
        choices += [
            (f"{CLAIM}{one.pk}", f"{one.person.name} · {one.title} · {money(line.cents, currency)}")
            for one in claimed
        ]
        self.fields[f"l{line.pk}"] = forms.ChoiceField(
            label=_("Whose money"),
            choices=[*choices, (NOBODY, _("nobody's dues"))],
            initial=NOBODY if line.skipped else initial,
            required=False,
            widget=forms.RadioSelect,
        )
        self.fields[f"o{line.pk}"] = forms.CharField(
            label=_("Or somebody else"),
            help_text=_("Name or e-mail address; several with a semicolon between."),
            required=False,
            max_length=300,
        )

    def rows(self) -> list[tuple[BankLine, Any, Any]]:
        """(line, its choice, its free field) for the page."""
        return [(line, self[f"l{line.pk}"], self[f"o{line.pk}"]) for line in self.lines]

    def clean(self) -> dict[str, Any]:
        """With the people that typed names mean."""
        data = super().clean() or self.cleaned_data
        for line in self.lines:
            try:
                data[f"o{line.pk}"] = _people(data.get(f"o{line.pk}") or "")
            except forms.ValidationError as problem:
                self.add_error(f"o{line.pk}", problem)
        return data

    def claim(self, line: BankLine) -> BankClaim | None:
        """What the line is said to pay beside dues."""
        said = "" if self.cleaned_data[f"o{line.pk}"] else self.cleaned_data[f"l{line.pk}"]
        return next((one for one in line.claims.all() if f"{CLAIM}{one.pk}" == said), None)

    def choices(self) -> list[tuple[BankLine, list[Person]]]:
        """(line, people) of every line of this page; nobody where it pays a claim."""
        found = []
        for line in self.lines:
            typed = self.cleaned_data[f"o{line.pk}"]
            said = self.cleaned_data[f"l{line.pk}"]
            if typed:
                found.append((line, typed))
            elif said == NOBODY or not said or said.startswith(CLAIM):
                found.append((line, []))
            elif said != TOGETHER:
                found.append(
                    (line, [s.person for s in line.shares.all() if str(s.person_id) == said])
                )
            elif line.skipped:
                found.append((line, [share.person for share in line.shares.all()]))
        return found


def _people(text: str) -> list[Person]:
    found: list[Person] = []
    for words in filter(None, (part.strip() for part in text.split(";"))):
        meant = by_words(words)
        if len(meant) != 1:
            names = ", ".join(person.name for person in meant)
            many = gettext("“{words}” fits several people: {names}. Give the e-mail address.")
            none = gettext("Nobody on file fits “{words}”.")
            raise forms.ValidationError((many if meant else none).format(words=words, names=names))
        found += [person for person in meant if person not in found]
    return found
