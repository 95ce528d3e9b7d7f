"""A newcomer is in the room: whoever meets them is told at once."""

from datetime import datetime

from events.models import Attendance, GuestAsk
from events.queries.door import is_first
from members.models import Person
from members.queries import address_for
from outbox.actions import letters


def tell_host(row: Attendance, at: datetime) -> bool:
    """Write to the host of somebody who is here for the first time; whether a letter is new.

    The host is who brings the guest, else who was named to meet them. Writes one letter.
    """
    host = row.host or _greeter(row)
    if host is None or host.pk == row.person_id or not is_first(row.person_id, row.meeting):
        return False
    letter = letters.post(
        kind="meeting.newcomer_in",
        to=address_for(host),
        about={"meeting": row.meeting_id, "person": row.person_id, "host": host.pk},
        dedupe_key=f"newcomer_in:{row.meeting_id}:{row.person_id}",
        at=at,
        valid_until=row.meeting.ends_at,
    )
    return letter is not None


def _greeter(row: Attendance) -> Person | None:
    asks = GuestAsk.objects.filter(meeting=row.meeting_id, person=row.person_id)
    ask = asks.select_related("greeter").exclude(greeter=None).first()
    return ask.greeter if ask else None
