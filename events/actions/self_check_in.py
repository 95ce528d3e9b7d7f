"""Somebody in the room checks in alone, with the code that is shown and said there."""

from datetime import datetime

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from events.actions.attendance import Checked, check_in
from events.actions.refusals import Refused
from events.models import Attendance, Meeting
from events.rules.door import SELF_FROM, runs
from events.tokens import room_code
from kit.queries import value
from members.models import Person


class NotRunning(Refused):
    """The code is good while the meeting runs."""

    def __str__(self) -> str:
        return _("You can check yourself in only while the meeting runs.")


class WrongCode(Refused):
    """Not the four digits of this room."""

    def __str__(self) -> str:
        return _("That is not the code. Look at it again, or ask at the door.")


def check_in_self(*, meeting: Meeting, person: Person, code: str, at: datetime) -> Checked:
    """Check in `person` by the code of the room. Who counts the tries is the caller.

    Raises NotRunning, WrongCode and what `check_in` raises. Writes Attendance.
    """
    if not runs(meeting.starts_at, meeting.ends_at, at, value(SELF_FROM)):
        raise NotRunning
    typed = "".join(mark for mark in code if mark.isdecimal())
    if not constant_time_compare(typed.encode(), room_code(meeting).encode()):
        raise WrongCode
    method = Attendance.Method.SELF
    return check_in(meeting=meeting, person=person, by=person, at=at, method=method)
