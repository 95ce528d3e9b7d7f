"""The list of calls, each with its sentence."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from members.models import Person
from pulse.models import FollowUp
from pulse.queries.risks import sentences

State = FollowUp.State
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
