"""Meetings as a viewer may see them."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from events.models import Meeting
from members.models import Person


def visible_to(person: Person | None, user: Any) -> QuerySet[Meeting]:
    """Meetings this viewer may see: all for organizers, no drafts for others, the members' own
    meetings for signed-in people alone."""
    if user is not None and user.has_perm("events.manage_meetings"):
        return Meeting.objects.all()
    shown = Meeting.objects.exclude(state=Meeting.State.DRAFT)
    if person is not None:
        return shown
    return shown.filter(visibility=Meeting.Visible.PUBLIC)


def get_meeting(slug: str, user: Any) -> Meeting:
    """The gateway: the meeting with its venue and series, or Http404 where it may not be seen."""
    raise NotImplementedError
