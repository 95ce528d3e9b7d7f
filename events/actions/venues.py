"""A place that was written down twice becomes one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events.actions.meetings import refresh_search
from events.actions.refusals import NotPossible
from events.models import Meeting, Series, Venue
from members.models import Person


@transaction.atomic
def merge(*, loser: Venue, winner: Venue, by: Person | None, at: datetime) -> int:
    """Meetings and series of `loser` take place at `winner`; `loser` is gone, its history stays.

    Nobody is told: it is the same place under one name. What only `loser` said about the way is
    kept. Gives how many meetings changed. Raises NotPossible for a place with itself.
    """
    rows = Venue.objects.select_for_update().in_bulk(sorted([loser.pk, winner.pk]))
    if len(rows) < 2:
        raise NotPossible(_("Choose another place that still exists."))
    loser, winner = rows[loser.pk], rows[winner.pk]
    for name in ("address", "city", "how_to_find", "map_url"):
        if not getattr(winner, name):
            setattr(winner, name, getattr(loser, name))
    meetings = list(Meeting.objects.filter(venue=loser))
    Meeting.objects.filter(venue=loser).update(venue=winner)
    Series.objects.filter(venue=loser).update(venue=winner)
    loser.delete()
    winner.save()
    for meeting in Meeting.objects.filter(pk__in=[one.pk for one in meetings]):
        refresh_search(meeting)
    return len(meetings)
