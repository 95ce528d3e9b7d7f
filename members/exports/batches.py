"""Renewal letters for people without e-mail: one PDF, a sheet for each."""

from collections.abc import Iterable, Mapping
from datetime import date

from members.models import Person
from outbox.models import Message
from outbox.papers import on_letterhead


def letters_to_print(
    messages: Iterable[Message], people: Mapping[int, Person], *, today: date
) -> bytes:
    """The letters as one tagged PDF, each on its own sheet with the address in the window.

    Raises kit.pdf.NoPdf.
    """
    sheets = [(letter, people.get(letter.about.get("person", 0))) for letter in messages]
    context = {"sheets": sheets, "day": today}
    return on_letterhead("members/pdf/batch.html", context, css="members/pdf/batch.css")
