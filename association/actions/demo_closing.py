"""A scare in the demo's past: the end was announced, and three weeks later taken back."""

from datetime import datetime, timedelta

from members.models import Person
from outbox.queries import local_day
from pulse.actions import closing

AGO, NOTICE, DOUBT = timedelta(days=500), timedelta(days=90), timedelta(days=21)
REASON = (
    "Nobody stood for the board this spring, and eleven came to the last meeting. We would rather"
    " end well than fade. Thank you for all these evenings."
)


def create(*, cast: dict[str, Person], at: datetime) -> None:
    """Writes Closing; nothing of it stands any more."""
    then, chair = at - AGO, cast["president"]
    row = closing.announce(ends_on=local_day(then) + NOTICE, reason=REASON, by=chair, at=then)
    closing.take_back(closing=row, by=chair, at=then + DOUBT)
