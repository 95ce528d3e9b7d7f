"""What each reader's home page shows."""

from datetime import datetime, timedelta
from typing import Any

from association.queries import todo
from events.models import Meeting
from events.queries.meetings import for_cards, upcoming, visible_to
from events.queries.pages import panel
from members.models import Person
from members.queries import of_user, summary
from outbox.queries import local_day
from roles.models import Role
from roles.queries import seats_on

# From this long before a meeting its door stands on an officer's home page.
DOOR = timedelta(hours=12)


def context(user: Any, at: datetime) -> dict[str, Any]:
    """The next meetings for everybody, and what concerns a member or an officer."""
    person = of_user(user)
    shown = visible_to(person, user).filter(state=Meeting.State.PUBLISHED)
    coming = list(for_cards(upcoming(shown, at), person)[:4])
    base = {"next": coming[0] if coming else None, "then": coming[1:]}
    if person:
        base |= _member(person, base["next"], at)
    if user.is_authenticated and user.is_staff:
        base |= _officer(user, coming, at)
    return base


def _member(person: Person, meeting: Meeting | None, at: datetime) -> dict[str, Any]:
    today = local_day(at)
    wanted = [view for view in seats_on(today, Role.Body.STANDING) if view.state == "vacant"]
    return {
        "person": person,
        "panel": panel(meeting, person, at) if meeting else None,
        "wanted": wanted[0] if wanted else None,
        **summary(person, today),
    }


def _officer(user: Any, coming: list[Meeting], at: datetime) -> dict[str, Any]:
    doors = [meeting for meeting in coming if meeting.starts_at - at < DOOR]
    return {
        "todo": todo.todo(user, today=local_day(at), at=at),
        "doors": doors if user.has_perm("events.run_meeting") else [],
        "is_officer": True,
    }
