"""What each reader's home page shows."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from association.queries import todo
from events.models import Meeting
from events.queries.meetings import for_cards, upcoming, visible_to
from events.rules import closes_at
from members.models import Person
from members.queries import of_user, summary
from outbox.queries import letterhead
from roles.models import Role
from roles.queries import SeatView, seats_on

# From this long before a meeting its door stands on an officer's home page.
DOOR = timedelta(hours=12)


def context(user: Any, at: datetime) -> dict[str, Any]:
    """The next meetings for everybody, and what concerns a member or an officer."""
    person = of_user(user)
    officer = user.is_authenticated and user.is_staff
    head = todo.letterhead() if officer else letterhead()
    today = at.astimezone(ZoneInfo(head.timezone if head else "UTC")).date()
    shown = visible_to(person, user).filter(state=Meeting.State.PUBLISHED)
    coming = list(for_cards(upcoming(shown, at), person)[:4])
    seats = seats_on(today) if person or officer else []
    found = {"association": head or "", "next": coming[0] if coming else None, "then": coming[1:]}
    if person:
        found |= _member(person, found["next"], seats, today, at)
    if officer:
        doors = [meeting for meeting in coming if meeting.starts_at - at < DOOR]
        found |= {
            "is_officer": True,
            "todo": todo.todo(user, head=head, seats=seats, today=today, at=at),
            "doors": doors if user.has_perm("events.run_meeting") else [],
        }
    return found


def _member(
    person: Person, meeting: Any, seats: list[SeatView], today: date, at: datetime
) -> dict[str, Any]:
    """The member's answer to the next meeting, standing, and a job without a hand."""
    wanted = [
        view
        for view in seats
        if view.seat.role.body == Role.Body.STANDING and view.state == "vacant"
    ]
    found = {"person": person, "wanted": wanted[0] if wanted else None, **summary(person, today)}
    if meeting:
        rows = list(meeting.seatings.all())
        found |= {
            "mine": meeting.mine[0] if meeting.mine else None,
            "mode": rows[0].mode if rows else "",
            "full": bool(rows) and all(r.capacity and r.taken >= r.capacity for r in rows),
            "closed": at >= closes_at(meeting.starts_at, meeting.answers_until),
        }
    return found
