"""What the tables of this package know of a person: all of it goes with either of the two."""

from django.db.models import Q

from members.models import Person
from members.personal import DELETE, register
from network.models import Cadence, FoldedMeeting, Participant, Tie, Touch


def register_all() -> None:
    """Fill the socket for every table of the network. Notes are exported to their writer alone."""
    register(
        Touch, rows=_by_or_about, whose="writer", writer=DELETE, person=DELETE, channel=DELETE,
        on=DELETE, note=DELETE, made_at=DELETE,
    )  # fmt: skip
    register(
        Cadence, rows=_by_or_about, whose="writer", writer=DELETE, person=DELETE, days=DELETE,
        snoozed_until=DELETE, never=DELETE,
    )  # fmt: skip
    register(
        Participant, whose="person", person=DELETE, told_at=DELETE, left_at=DELETE, findable=DELETE
    )
    register(
        Tie, rows=_tied, low=DELETE, high=DELETE, strength=DELETE, contacts=DELETE, first_on=DELETE,
        last_on=DELETE,
    )  # fmt: skip
    register(FoldedMeeting, neutral="meeting closed_at")


def _by_or_about(person: Person) -> Q:
    return Q(writer=person.pk) | Q(person=person.pk)


def _tied(person: Person) -> Q:
    return Q(low=person.pk) | Q(high=person.pk)
