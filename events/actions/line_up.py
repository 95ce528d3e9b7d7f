"""Talks and names on the programme of one meeting, as the desk types them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from events.actions.meetings import refresh_search
from events.models import Meeting, Speaking, Talk
from members.models import Person


@transaction.atomic
def write(
    *,
    meeting: Meeting,
    rows: Sequence[Talk | Speaking],
    gone: Iterable[Talk | Speaking] = (),
    by: Person | None,
    at: datetime,
) -> bool:
    """Write these talks and speakers of the meeting and take others away; True if any.

    The search text follows. Writes Talk, Speaking and Meeting.
    """
    leaving = list(gone)
    for row in leaving:
        row.delete()
    for row in rows:
        row.meeting = meeting
        row.save()
    if rows or leaving:
        refresh_search(Meeting.objects.select_related("venue").get(pk=meeting.pk))
    return bool(rows or leaving)
