"""Taking part in the network, leaving it, and being forgotten by it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from members.models import Person
from network.actions import asks, ties
from network.models import (
    Ask,
    Avoidance,
    Cadence,
    CoffeeWish,
    Exchange,
    FriendNote,
    Pairing,
    PairingSeat,
    Participant,
    Proposal,
    Signal,
    Touch,
)
from outbox.queries import local_day


class GuestsStayOut(Exception):
    """The network is for members; whoever never joined is left out of it."""


@transaction.atomic
def take_part(*, person: Person, at: datetime) -> Participant:
    """The person was told and stays in, or comes back. Works out the person's ties.

    Raises GuestsStayOut. Writes Participant and Tie; the second time changes nothing.
    """
    if person.joined_on is None:
        raise GuestsStayOut
    row, new = Participant.objects.get_or_create(person=person, defaults={"told_at": at})
    if not new and row.left_at is None:
        return row
    row.told_at, row.left_at = at, None
    row.save(update_fields=["told_at", "left_at"])
    ties.join(person_id=person.pk, today=local_day(at))
    return row


@transaction.atomic
def leave(*, person: Person, at: datetime) -> None:
    """Out of the network: ties, own notes and what others noted about this person are gone.

    Also the answer of whoever was told and said no. Writes Participant; deletes Tie, Touch,
    Cadence, and every lunch and coffee. What they were to ask and have not taken on is called off.
    """
    Participant.objects.update_or_create(
        person=person,
        defaults={"left_at": at, "findable": False},
        create_defaults={"told_at": at, "left_at": at},
    )
    forget(person=person, at=at)


@transaction.atomic
def forget(*, person: Person, at: datetime) -> None:
    """All that connects this person with others here is gone, whoever wrote it down."""
    ties.forget(person_id=person.pk)
    for model in (Touch, Cadence, Avoidance, Proposal):
        model.objects.filter(writer=person).delete()
        model.objects.filter(person=person).delete()
    CoffeeWish.objects.filter(person=person).delete()
    Exchange.objects.filter(person=person).delete()
    Signal.objects.filter(person=person).delete()
    FriendNote.objects.filter(Q(friend=person) | Q(person=person)).delete()
    PairingSeat.objects.filter(person=person).delete()
    for row in Ask.objects.filter(asker=person, state=Ask.State.PROPOSED):
        asks.withdraw(ask=row, by=person, at=at)
    forget_empty_tables()


def forget_empty_tables() -> int:
    """Nobody sits alone at a table: those with one seat, or none, go. Gives how many."""
    alone = Pairing.objects.alias(left=Count("seats")).filter(left__lt=2)
    return Pairing.objects.filter(pk__in=list(alone.values_list("pk", flat=True))).delete()[0]


def let_be_found(*, person: Person, findable: bool) -> None:
    """Whether old friends may find the person here after the membership ended."""
    taking_part = Participant.objects.filter(person=person, left_at=None)
    for row in taking_part.exclude(findable=findable):
        row.findable = findable
        row.save(update_fields=["findable"])


def let_be_named(*, person: Person, named: bool) -> None:
    """Whether officers who fill a seat may be told that the person knows somebody well."""
    taking_part = Participant.objects.filter(person=person, left_at=None)
    for row in taking_part.exclude(named=named):
        row.named = named
        row.save(update_fields=["named"])
