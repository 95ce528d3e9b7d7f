"""Tickets: what a seat's holder shows at the door."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import Http404

from events.models import Meeting, Rsvp
from events.queries.answers import Party, party_of
from members.models import Person
from members.queries import of_user

State = Rsvp.State
SHOWN = 5


@dataclass(frozen=True)
class Ticket:
    """One seat's ticket: printed name, the host of a guest or "", mode, the code (a secret)."""

    name: str
    host: str
    mode: str
    code: str = field(repr=False)


def tickets(meeting: Meeting, party: Party | None) -> list[Ticket]:
    """The tickets this member holds: the own one first, then those of the guests. No query.

    Empty unless the meeting is announced, not cancelled, not closed, and the member is going.
    """
    own = party.own if party else None
    if party is None or own is None or own.state != State.GOING:
        return []
    if meeting.state != Meeting.State.PUBLISHED:
        return []
    rows = [own, *(row for row in party.guests if row.state == State.GOING)]
    hosts = ["", *(own.name for _guest in rows[1:])]
    return [
        Ticket(row.name, host, row.mode, row.ticket.hex.upper())
        for row, host in zip(rows, hosts, strict=True)
    ]


def get_tickets(meeting: Meeting, user: Any) -> list[Ticket]:
    """The gateway: the tickets of this log-in's person; Http404 where there is none."""
    person = of_user(user)
    found = tickets(meeting, party_of(meeting.pk, person.pk)) if person else []
    if not found:
        raise Http404
    return found


def on_my_page(person: Person, user: Any, at: datetime) -> tuple[str, dict[str, Any]] | None:
    """The panel of one's own page: the next meetings somebody goes to; nothing without any."""
    if of_user(user) != person:
        return None
    coming = Meeting.objects.filter(
        rsvps__person=person,
        rsvps__state=State.GOING,
        state=Meeting.State.PUBLISHED,
        ends_at__gt=at,
    )
    found = list(coming.order_by("starts_at", "id")[:SHOWN])
    return ("events/ticket_panel.html", {"meetings": found}) if found else None
