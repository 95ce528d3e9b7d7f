"""What each reader's home page shows."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, ExpressionWrapper
from django.urls import reverse
from django.utils.translation import gettext as _

from association.queries import todo
from events.models import Meeting
from events.queries.door import doors_held
from events.queries.meetings import for_cards, upcoming, visible_to
from events.queries.pages import card_panel
from events.rules.guests import takes_guests
from members.models import Person
from members.queries import of_user, summary
from network.queries.coffees import something_on
from outbox.queries import letterhead
from roles.models import Role
from roles.queries import SeatView, seats_on

BOOLEAN = BooleanField()
# From this long before a meeting its door stands on an officer's home page.
DOOR = timedelta(hours=12)


def context(user: Any, at: datetime) -> dict[str, Any]:
    """The next meetings for everybody, and what concerns a member or an officer."""
    person = of_user(user)
    officer = user.is_authenticated and user.is_staff
    head = _head(person, officer, at)
    today = at.astimezone(ZoneInfo(head.timezone if head else "UTC")).date()
    shown = visible_to(person, user).filter(state=Meeting.State.PUBLISHED)
    if person:
        # Rides along with the meetings, so that home asks nothing more.
        shown = shown.annotate(coffee_=ExpressionWrapper(something_on(person, at), BOOLEAN))
    coming = list(for_cards(upcoming(shown, at), person)[:4])
    seats = seats_on(today) if person or officer else []
    found: dict[str, Any] = {
        "association": head or "",
        "next": coming[0] if coming else None,
        "then": coming[1:],
        "guest_meeting": next((one for one in coming if takes_guests(one, at)), None),
    }
    if person:
        found |= _member(person, found["next"], seats, today, at)
        runs_doors = officer and user.has_perm("events.run_meeting")
        found["coffee"] = (
            getattr(coming[0], "coffee_", False)
            if coming
            else Person.objects.filter(something_on(person, at), pk=person.pk).exists()
        )
        found["asks"] = head.asks_ if head else []
        found["ends_on"] = head.ends_ if head else None
        found["doors"] = [] if runs_doors else doors_held(person, at)
    if officer:
        doors = [meeting for meeting in coming if meeting.starts_at - at < DOOR]
        found |= {
            "is_officer": True,
            "todo": todo.todo(user, head=head, seats=seats, at=at),
            "doors": doors if user.has_perm("events.run_meeting") else found.get("doors", []),
            "tools": tools(user),
        }
    return found


def _head(person: Person | None, officer: bool, at: datetime) -> Any:
    """The letterhead, with what this reader's lists count, in one query."""
    if officer:
        return todo.letterhead(at, person)
    return todo.members_head(person) if person else letterhead()


def tools(user: Any) -> list[tuple[str, str]]:
    """The officer's pages as (address, words), by what this officer may do."""
    pages = [
        ("pulse.see_pulse", "pulse", _("The pulse")),
        ("pulse.see_pulse", "pulse-calls", _("Who should be called")),
        ("events.export_attendance", "reports", _("Reports")),
        ("members.add_payment", "dues", _("Record a payment")),
        ("members.change_membership", "lapse-queue", _("Lapse queue")),
        ("members.send_letters", "letters", _("Letters to members")),
        ("outbox.release_letters", "admin:outbox_message_held", _("Held letters")),
        ("outbox.view_message", "admin:outbox_message_why", _("Why a mail, or none?")),
        ("members.change_email", "today", _("Who needs a call today")),
        ("members.view_person", "newcomers", _("Newcomers")),
        ("members.view_application", "applications", _("Who wants to join")),
        ("members.view_person", "admin:members_person_changelist", _("People")),
        ("events.manage_meetings", "programme", _("Plan meetings")),
        ("events.manage_meetings", "asks", _("Whom to ask")),
    ]
    found = [(reverse(name), words) for right, name, words in pages if user.has_perm(right)]
    return [*found, (reverse("admin:index"), _("The whole desk"))]


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
        found["panel"] = card_panel(meeting, person, at)
    return found
