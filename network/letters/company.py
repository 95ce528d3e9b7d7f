"""What the reminder of a meeting tells one reader of those who come."""

from datetime import datetime

from django.utils.translation import gettext as _

from events.models import Rsvp
from network.queries.coffees import names
from network.queries.company import to_tell

MOST_NAMED = 5


def company(rsvp: Rsvp, at: datetime) -> list[tuple[str, str]]:
    """The block of a reminder: whom the reader has not seen for long, and whom to sit with."""
    missed, beside = to_tell(rsvp.person, rsvp.meeting, at)
    found = []
    if missed:
        called = names([one.person.name for one in missed[:MOST_NAMED]])
        words = _("They come, and you have not seen them for long: {names}.")
        found.append(("missed", words.format(names=called)))
    if beside:
        called = names([one.person.name for one in beside])
        found.append(("beside", _("You might sit with {names}.").format(names=called)))
    return found
