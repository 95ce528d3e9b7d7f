"""The list of calls, each with its sentence."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from members.models import Person
from members.queries import of_user, rolls
from network.queries.candidates import askers
from outbox.queries import local_day
from pulse.models import FollowUp
from pulse.queries.risks import sentences

State = FollowUp.State
# So many calls stand on one's own page; the rest behind the link.
PANEL = 3
BOXES = {
    "open": _("To call"), "mine": _("Mine"), "later": _("Put off"), "done": _("Called"),
}  # fmt: skip


def calls(box: str, me: Person | None) -> QuerySet[FollowUp]:
    """The calls of one box, the oldest first; called ones the newest first."""
    rows = FollowUp.objects.select_related("person", "owner", "settled_by")
    if box == "mine":
        return rows.filter(state=State.OPEN, owner=me).order_by("made_at", "id")
    if box == "later":
        return rows.filter(state=State.SNOOZED).order_by("until", "id")
    if box == "done":
        return rows.filter(state=State.DONE).order_by("-settled_at", "-id")
    return rows.filter(state=State.OPEN).order_by("made_at", "id")


def with_sentences(page: Any, day: date) -> list[tuple[FollowUp, str]]:
    """The calls of a page, each with why as at `day`, else the reason's name."""
    words = sentences(day, [row.person_id for row in page])
    return [
        (row, words.get((row.person_id, row.reason), str(row.get_reason_display()))) for row in page
    ]


def silent_regulars(day: date) -> list[tuple[FollowUp, str]]:
    """The open calls about regulars who fell silent that nobody has taken on, each with why."""
    rows = FollowUp.objects.select_related("person").filter(
        reason=FollowUp.Reason.REGULAR, state=State.OPEN, owner=None
    )
    return with_sentences(rows.order_by("person__sort_name", "id"), day)


def who_might_call(page: Any, at: datetime) -> dict[int, Person]:
    """Person's id -> the member who knows them best, of those who let themselves be named; for
    the calls of a page that nobody has taken on. A constant number of queries."""
    people = [row.person_id for row in page if row.owner_id is None]
    if not people:
        return {}
    day = local_day(at)
    return askers(people, rolls([day])[day], at)


def of_friend(person: Person) -> QuerySet[FollowUp]:
    """The calls this person was asked to make and has not made."""
    waiting = FollowUp.objects.select_related("person").filter(owner=person)
    return waiting.exclude(state=State.DONE).order_by("made_at", "id")


def get_own_call(pk: int, user: Any) -> FollowUp:
    """The gateway: a call that is this log-in's own to make; Http404 otherwise."""
    person = of_user(user)
    call = of_friend(person).filter(pk=pk).first() if person else None
    if call is None:
        raise Http404
    return call


def on_my_page(person: Person, user: Any, at: datetime) -> tuple[str, dict[str, Any]] | None:
    """The panel of one's own page: whom one was asked to call; nothing without any."""
    found = list(of_friend(person)[:PANEL]) if of_user(user) == person else []
    return ("pulse/mine_panel.html", {"calls": found}) if found else None
