"""A file of people: the file, its columns, and what is still to be decided."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.actions.imports.answers import SKIP
from members.imports import KEEP, LABELS, LEAVE, Field, meaning_of

ORDERS = [("", _("– please choose –")), ("dmy", _("day first")), ("mdy", _("month first"))]
LENGTHS = [
    ("", _("– please choose –")),
    ("12", _("a year")),
    ("6", _("half a year")),
    ("3", _("three months")),
    ("1", _("a month")),
    ("24", _("two years")),
    ("36", _("three years")),
    ("endless", _("without end (honorary, for life)")),
]


class UploadForm(forms.Form):
    """The file as the other system gives it."""

    file = forms.FileField(
        label=_("File of people"), help_text=_("CSV or XLSX, with headers in the first row.")
    )


class ColumnsForm(forms.Form):
    """What each column is."""

    def __init__(self, data: Any = None, *, header: list[str], chosen: list[str]) -> None:
        super().__init__(data)
        self.header = header
        known = [(field.value, label) for field, label in LABELS.items()]
        choices = [(KEEP, _("Keep under this name")), (LEAVE, _("Leave out")), *known]
        guessed = chosen or [meaning_of(name) for name in header]
        for number, name in enumerate(header):
            self.fields[f"c{number}"] = forms.ChoiceField(
                label=name or gettext("(no header)"),
                choices=choices,
                initial=guessed[number] if number < len(guessed) else KEEP,
            )

    def clean(self) -> dict[str, Any]:
        """Each field at most once, and a name among them."""
        data = super().clean() or self.cleaned_data
        said = self.columns()
        for number, column in enumerate(said):
            if column not in (KEEP, LEAVE) and column in said[:number]:
                self.add_error(f"c{number}", gettext("Another column is that already."))
        if said and Field.NAME not in said and Field.LAST not in said:
            raise forms.ValidationError(gettext("Say which column holds the name."))
        return data

    def columns(self) -> list[str]:
        """What each column is, in the order of the file."""
        return [self.cleaned_data.get(f"c{number}", KEEP) for number in range(len(self.header))]


class DecisionsForm(forms.Form):
    """How days are written, how long new plans last, and what a page of rows is about."""

    def __init__(self, data: Any = None, *, report: dict[str, Any], rows: list[Any]) -> None:
        super().__init__(data)
        self.orders = dict(enumerate(report.get("orders", {}).items()))
        self.plans = dict(enumerate(report.get("plans", {}).items()))
        self.rows = rows
        for number, (header, told) in self.orders.items():
            self.fields[f"o{number}"] = forms.ChoiceField(
                label=gettext("Days in “{column}” are written").format(column=header),
                choices=ORDERS, required=False, help_text=_order_help(told),
            )  # fmt: skip
        for number, (_key, told) in self.plans.items():
            self.fields[f"p{number}"] = forms.ChoiceField(
                label=gettext("“{plan}” lasts").format(plan=told["name"]),
                choices=LENGTHS, required=False, initial=_length(told),
                help_text=gettext("New plan, of {count} people.").format(count=told["count"]),
            )  # fmt: skip
        for row in rows:
            self.fields[f"r{row['row']}"] = forms.ChoiceField(
                label=gettext("What is to be done?"), choices=row["choices"], required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip

    def questions(self) -> list[Any]:
        """The fields about the whole file."""
        names = [f"o{n}" for n in self.orders] + [f"p{n}" for n in self.plans]
        return [self[name] for name in names]

    def doubtful(self) -> list[tuple[Any, Any]]:
        """(row, its field) of this page."""
        return [(row, self[f"r{row['row']}"]) for row in self.rows]

    def answers(self) -> dict[str, Any]:
        """What was said, as `jobs.decide` takes it."""
        data = self.cleaned_data
        said = {header: data[f"o{n}"] for n, (header, _told) in self.orders.items()}
        lengths = {key: data[f"p{n}"] for n, (key, _told) in self.plans.items()}
        return {
            "orders": {header: order for header, order in said.items() if order},
            "plans": {
                key: None if one == "endless" else int(one) for key, one in lengths.items() if one
            },
            "rows": {
                row["row"]: data[f"r{row['row']}"]
                for row in self.rows
                if data.get(f"r{row['row']}")
            },
        }


def decisions(report: dict[str, Any]) -> list[dict[str, Any]]:
    """Every row somebody must say something about: conflicts, and what cannot be read."""
    skip = [(SKIP, gettext("Leave this row out"))]
    broken: dict[int, dict[str, Any]] = {}
    for one in report.get("errors", []):
        entry = broken.setdefault(one["row"], one | {"name": "", "choices": skip})
        if entry["message"] != one["message"]:
            entry["message"] = f"{entry['message']} {one['column']}: {one['message']}"
    found = [*report.get("conflicts", []), *(row for row in broken.values() if row["row"] > 1)]
    return sorted(found, key=lambda one: one["row"])


def _order_help(told: dict[str, Any]) -> str:
    words = gettext("For example {cells}. Days that leave no doubt here: {clear}.")
    clear = ", ".join(told["clear"]) or gettext("none")
    return words.format(cells=", ".join(told["cells"]), clear=clear)


def _length(told: dict[str, Any]) -> str:
    return "" if told["open"] else "12"
