"""What the renewal letter says of a year of meetings."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.queries.year import year_of
from members.models import Person

CREDIT_MINUTES = 50


def block(person: Person, at: datetime) -> list[tuple[str, str]]:
    """(title, text) for the slot of the year's worth; nothing where there is nothing to say."""
    year = year_of(person, at)
    lines = [
        _line(year.meetings, ngettext(
            "You came to {n} meeting.", "You came to {n} meetings.", year.meetings)),
        _line(year.met, ngettext(
            "You sat in the room with {n} other person.",
            "You sat in the room with {n} other people.", year.met)),
        _line(year.credit_minutes // CREDIT_MINUTES, ngettext(
            "They count for {n} credit.", "They count for {n} credits.",
            year.credit_minutes // CREDIT_MINUTES)),
        _line(year.jobs, ngettext(
            "You lent a hand {n} time.", "You lent a hand {n} times.", year.jobs)),
    ]  # fmt: skip
    text = "\n".join(line for line in lines if line)
    return [(_("Your year with us"), text)] if text else []


def _line(count: int, words: str) -> str:
    return words.format(n=count) if count else ""
