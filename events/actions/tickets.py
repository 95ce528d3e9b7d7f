"""A ticket is shown at the door."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from events.actions.attendance import Checked, check_in
from events.actions.refusals import Refused
from events.models import Attendance, Meeting, Rsvp
from members.models import Person


class TicketUnknown(Refused):
    """Not a code of this meeting: another evening's, forged, or given back."""

    def __str__(self) -> str:
        return _(
            "This is no ticket of this meeting, or its seat was given back. Look for the name."
        )


def admit(*, meeting: Meeting, code: str, by: Person | None, at: datetime) -> Checked:
    """Check in whose ticket this is; the same code again gives the row that is there.

    Raises TicketUnknown and what `check_in` raises. Writes Attendance.
    """
    try:
        ticket = UUID(hex=code.strip())
    except ValueError:
        raise TicketUnknown from None
    seats = Rsvp.objects.filter(meeting=meeting, ticket=ticket, state=Rsvp.State.GOING)
    answer = seats.select_related("person").first()
    if answer is None:
        raise TicketUnknown
    method = Attendance.Method.TICKET
    return check_in(meeting=meeting, person=answer.person, by=by, at=at, method=method)
