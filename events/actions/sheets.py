"""The sign-in sheet: everybody gets a number that stays, and numbers come back as arrivals."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events.actions.attendance import TooEarly, check_in_on_paper, locked, refuse_settled
from events.actions.refusals import Refused
from events.models import Meeting, SheetLine
from events.queries.sheets import without_number
from events.rules.door import CHECK_IN_FROM, too_early
from events.rules.sheets import numbers
from kit.queries import value
from members.models import Person


class NumbersUnknown(Refused):
    """Something typed is no number of this sheet; nothing was recorded."""

    def __init__(self, words: list[str]) -> None:
        self.words = words

    def __str__(self) -> str:
        found = ", ".join(self.words[:10])
        return _("Not on this sheet: %(words)s. Nothing was recorded yet.") % {"words": found}


@dataclass(frozen=True)
class Entered:
    """How many are in by this sheet, and how many of them were before."""

    new: int
    before: int


@transaction.atomic
def number(*, meeting: Meeting) -> int:
    """Give everybody expected who has none the next number, by name; how many are new.

    Writes SheetLine.
    """
    current = locked(meeting)
    last = SheetLine.objects.filter(meeting=current).order_by("-number").first()
    first = last.number + 1 if last else 1
    rows = [
        SheetLine(meeting=current, person_id=person_id, number=place)
        for place, person_id in enumerate(without_number(current), first)
    ]
    SheetLine.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


@transaction.atomic
def enter(*, meeting: Meeting, text: str, by: Person | None, at: datetime) -> Entered:
    """Record everybody whose number was typed as present since the start: all or nothing.

    Typing a sheet may take days: there is no last hour but the closing. Raises NumbersUnknown,
    TooEarly, MeetingClosed, DoorClosed. Writes Attendance.
    """
    current = locked(meeting)
    refuse_settled(current)
    if too_early(current.starts_at, at, value(CHECK_IN_FROM)):
        raise TooEarly
    typed, bad = numbers(text)
    lines = SheetLine.objects.filter(meeting=current, number__in=typed).select_related("person")
    found = {line.number: line.person for line in lines}
    unknown = [*bad, *(str(one) for one in typed if one not in found)]
    if unknown:
        raise NumbersUnknown(unknown)
    done = [check_in_on_paper(current, found[one], by=by, at=at).changed for one in typed]
    return Entered(sum(done), len(done) - sum(done))
